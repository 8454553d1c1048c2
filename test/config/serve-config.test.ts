import { describe, expect, it } from 'vitest';
import { readConfig, sharesStores } from '#src/config/config.ts';
import { partsOfRole, refuseParts } from '#src/config/serve-config.ts';

const FOLDERS = { working: '/', tipoff: '/' };
const CLOUD = { PLATFORM: 'gcp', GCP_PROJECT_ID: 'my-project-1' };
const SLACK_HTTP = { SLACK: 'http', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: '0123456789abcdef' };

describe('the role of a process', () => {
  it('is everything unless the environment names a part', () => {
    expect(readConfig({}, FOLDERS).serve).toEqual({ role: 'all', port: 8080, hosts: [] });
    const given = { TIPOFF_ROLE: 'worker', PORT: '9000', TIPOFF_HOSTS: 'Tipoff.example, a-b.a.run.app:443' };
    expect(readConfig(given, FOLDERS).serve).toEqual({
      role: 'worker',
      port: 9000,
      hosts: ['tipoff.example', 'a-b.a.run.app:443'],
    });
    expect(partsOfRole('all')).toEqual(['bot', 'jobs', 'worker']);
    expect(partsOfRole('jobs')).toEqual(['jobs']);
  });

  it.each([
    [{ TIPOFF_ROLE: 'workers' }, 'TIPOFF_ROLE is "workers": it must be all, bot, jobs, worker'],
    [{ PORT: '0' }, 'PORT is "0": it must be a port number'],
    [{ TIPOFF_HOSTS: 'https://tipoff.example' }, 'TIPOFF_HOSTS is "https://tipoff.example": it must be the host names'],
  ])('%j is refused with the variable and its value', (variables, message) => {
    expect(() => readConfig(variables, FOLDERS)).toThrow(message);
  });

  it.each([
    ['PLATFORM=embedded', 'PLATFORM=gcp'],
    ['GCP_WAREHOUSE=duckdb', 'GCP_WAREHOUSE=bigquery'],
  ] as const)('is everything with %s', (setting, other) => {
    expect(() => refuseParts({ field: '--role', role: 'all' }, setting)).not.toThrow();
    expect(() => refuseParts({ field: '--role', role: 'worker' }, setting)).toThrow(
      `--role is "worker", but with ${setting} one process holds the data folder and does everything. Use the role all, or set ${other}`,
    );
  });
});

it('several processes share the stores only with Firestore and BigQuery', () => {
  expect(sharesStores(readConfig({}, FOLDERS))).toBe(false);
  expect(sharesStores(readConfig(CLOUD, FOLDERS))).toBe(true);
  expect(sharesStores(readConfig({ ...CLOUD, GCP_WAREHOUSE: 'duckdb' }, FOLDERS))).toBe(false);
});

describe("the port for Slack's requests", () => {
  it('is the one of the process where the stores are shared', () => {
    expect(readConfig({ ...CLOUD, ...SLACK_HTTP }, FOLDERS).slack).toMatchObject({ mode: 'http', port: 'shared' });
    expect(() => readConfig({ ...CLOUD, ...SLACK_HTTP, SLACK_PORT: '3000' }, FOLDERS)).toThrow(
      'SLACK_PORT is "3000", but Slack\'s requests arrive at PORT',
    );
  });

  it('is a port of its own elsewhere', () => {
    expect(readConfig({ ...SLACK_HTTP, SLACK_PORT: '3000' }, FOLDERS).slack).toMatchObject({ port: 3000 });
    expect(() => readConfig(SLACK_HTTP, FOLDERS)).toThrow('SLACK_PORT is not set: it must be a port number');
  });
});
