import { describe, expect, it, test } from 'vitest';
import { readConfig } from '#src/config/config.ts';

const IN_A_PROJECT = { working: '/home/ann', tipoff: '/opt/tipoff' };

test('without any variable the stores are embedded, in the folder of Tipoff wherever the command is given', () => {
  expect(readConfig({}, IN_A_PROJECT)).toMatchObject({ platform: 'embedded', dataFolder: '/opt/tipoff/data' });
});

test('TIPOFF_DATA names the folder, from the working folder on; empty counts as absent', () => {
  expect(readConfig({ TIPOFF_DATA: 'x/y' }, IN_A_PROJECT).dataFolder).toBe('/home/ann/x/y');
  expect(readConfig({ TIPOFF_DATA: ' ' }, IN_A_PROJECT).dataFolder).toBe('/opt/tipoff/data');
});

test('on Google Cloud the warehouse is BigQuery, unless a variable keeps the file of this machine', () => {
  const gcp = { PLATFORM: 'gcp', GCP_PROJECT_ID: 'my-project-1' };
  expect(readConfig(gcp, IN_A_PROJECT)).toMatchObject({
    warehouse: { type: 'bigquery', location: 'US', datasetPrefix: '', maximumBytes: 10 * 1024 ** 3 },
  });
  expect(readConfig({ ...gcp, GCP_WAREHOUSE: 'duckdb' }, IN_A_PROJECT)).toMatchObject({
    warehouse: { type: 'duckdb' },
  });
});

test.each([
  ['/x'.repeat(201), 'The path of the data folder is 402 bytes long, but at most 400 bytes are allowed.'],
  [
    `/${'é'.repeat(128)}`,
    'A folder on the path of the data folder has a name of 256 bytes, but at most 255 are allowed.',
  ],
])('a data folder with too long a path is refused', (path, fault) => {
  expect(() => readConfig({ TIPOFF_DATA: path }, IN_A_PROJECT)).toThrow(
    `${fault} Set the environment variable TIPOFF_DATA to a folder with a shorter path.`,
  );
});

test('TIPOFF_AUDIT_KEY names the file of the audit key, from the working folder on; without it there is a default', () => {
  expect(readConfig({ TIPOFF_AUDIT_KEY: 'keys/a.pem' }, IN_A_PROJECT).auditKey).toBe('/home/ann/keys/a.pem');
  expect(readConfig({ TIPOFF_AUDIT_KEY: '/secrets/audit' }, IN_A_PROJECT).auditKey).toBe('/secrets/audit');
  expect(readConfig({}, IN_A_PROJECT).auditKey).toBeUndefined();
});

test('a platform on Google Cloud has a project', () => {
  expect(readConfig({ PLATFORM: 'gcp', GCP_PROJECT_ID: 'my-project-1' }, IN_A_PROJECT)).toMatchObject({
    platform: 'gcp',
    projectId: 'my-project-1',
    firestoreDatabase: '(default)',
  });
});

test('workers pull their requests, unless Pub/Sub is to push them; its audience is the endpoint unless given', () => {
  const gcp = { PLATFORM: 'gcp', GCP_PROJECT_ID: 'my-project-1' };
  expect(readConfig(gcp, IN_A_PROJECT)).toMatchObject({ delivery: { type: 'pull' } });
  const endpoint = 'https://worker.example/pubsub/predict';
  const serviceAccount = 'push@my-project-1.iam.gserviceaccount.com';
  const push = { ...gcp, GCP_PUSH_ENDPOINT: endpoint, GCP_PUSH_SERVICE_ACCOUNT: serviceAccount };
  expect(readConfig(push, IN_A_PROJECT)).toMatchObject({
    delivery: { type: 'push', endpoint, audience: endpoint, serviceAccount, messagesPerSecond: 100 },
  });
  expect(readConfig({ ...push, GCP_PUSH_AUDIENCE: 'worker', GCP_PUSH_PER_SECOND: '20' }, IN_A_PROJECT)).toMatchObject({
    delivery: { audience: 'worker', messagesPerSecond: 20 },
  });
});

test('nobody starts jobs over HTTP, unless a scheduler is configured', () => {
  const gcp = { PLATFORM: 'gcp', GCP_PROJECT_ID: 'my-project-1' };
  expect(readConfig(gcp, IN_A_PROJECT)).not.toHaveProperty('scheduler');
  const scheduler = { audience: 'https://jobs.example', serviceAccount: 'cron@my-project-1.iam.gserviceaccount.com' };
  const set = { GCP_JOBS_AUDIENCE: scheduler.audience, GCP_JOBS_SERVICE_ACCOUNT: scheduler.serviceAccount };
  expect(readConfig({ ...gcp, ...set }, IN_A_PROJECT)).toMatchObject({ scheduler });
});

test.each([
  [
    { PLATFORM: 'gcp', GCP_PROJECT_ID: 'my-project-1', GCP_PUSH_ENDPOINT: 'https://worker.example/pubsub/predict' },
    'GCP_PUSH_ENDPOINT and GCP_PUSH_SERVICE_ACCOUNT belong together, and only a part is set.',
  ],
  [
    { PLATFORM: 'gcp', GCP_PROJECT_ID: 'my-project-1', GCP_PUSH_ENDPOINT: 'https://worker.example/' },
    'GCP_PUSH_ENDPOINT is "https://worker.example/": its path must be /pubsub/predict.',
  ],
  [
    { PLATFORM: 'gcp', GCP_PROJECT_ID: 'my-project-1', GCP_JOBS_AUDIENCE: 'https://jobs.example' },
    'GCP_JOBS_AUDIENCE and GCP_JOBS_SERVICE_ACCOUNT belong together, and only a part is set.',
  ],
  [
    { PLATFORM: 'gcp', GCP_PROJECT_ID: 'my-project-1', GCP_JOBS_SERVICE_ACCOUNT: 'ann' },
    'GCP_JOBS_SERVICE_ACCOUNT is "ann": it must be the address of a service account',
  ],
  [{ PLATFORM: 'aws' }, 'PLATFORM is "aws": it must be embedded (the default) or gcp.'],
  [
    { PLATFORM: 'gcp', GCP_PROJECT_ID: 'my-project-1', GCP_WAREHOUSE: 'csv' },
    'GCP_WAREHOUSE is "csv": it must be bigquery (the default) or duckdb',
  ],
  [
    { PLATFORM: 'gcp', GCP_PROJECT_ID: 'my-project-1', GCP_BIGQUERY_MAX_GB: '0' },
    'GCP_BIGQUERY_MAX_GB is "0": it must be the number of GiB that one query may read, 1 to 100000',
  ],
  [{ PLATFORM: 'gcp' }, 'GCP_PROJECT_ID is not set: it must be set to the id of a Google Cloud project'],
  [{ PLATFORM: 'gcp', GCP_PROJECT_ID: 'No!' }, 'GCP_PROJECT_ID is "No!": it must be the id of a Google Cloud project'],
  [
    { PLATFORM: 'gcp', GCP_PROJECT_ID: 'my-project-1', FIRESTORE_EMULATOR_HOST: 'here' },
    'FIRESTORE_EMULATOR_HOST is "here": it must be an address such as 127.0.0.1:8080',
  ],
])('%j is refused with variable, value and what would do', (env, message) => {
  expect(() => readConfig(env, IN_A_PROJECT)).toThrow(message);
});

test('without any variable Slack is a workspace on this machine, and every person may approve and take over', () => {
  expect(readConfig({}, IN_A_PROJECT)).toMatchObject({
    slack: { mode: 'local' },
    roles: { approvers: { type: 'every-person' }, takeover: { type: 'every-person' } },
    build: { commit: null, revision: null },
  });
});

test('people who may approve or take over are listed with commas, with or without @', () => {
  const { roles } = readConfig({ TIPOFF_APPROVERS: 'U1, U2,', TIPOFF_TAKEOVER: '@ann' }, IN_A_PROJECT);
  expect(roles).toEqual({
    approvers: { type: 'listed', names: ['U1', 'U2'] },
    takeover: { type: 'listed', names: ['ann'] },
    forceCompleteApprovals: 1,
  });
});

test.each(['TIPOFF_APPROVERS', 'TIPOFF_TAKEOVER'])(
  'on a real workspace %s lists ids, because people choose their own names',
  (variable) => {
    const real = { SLACK: 'socket', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
    expect(() => readConfig({ ...real, [variable]: 'U012AB3CD, ann' }, IN_A_PROJECT)).toThrow(
      `${variable} is "U012AB3CD, ann": it must be Slack user ids`,
    );
    expect(() => readConfig({ ...real, [variable]: 'U012AB3CD, W1' }, IN_A_PROJECT)).not.toThrow();
  },
);

test.each(['TIPOFF_APPROVERS', 'TIPOFF_TAKEOVER'])(
  '%s that names nobody would leave nobody, and is refused',
  (variable) => {
    expect(() => readConfig({ [variable]: ', @' }, IN_A_PROJECT)).toThrow(
      `${variable} is ", @": it must name at least one person; unset it to allow every person.`,
    );
  },
);

test('what stands around a value does not count', () => {
  expect(readConfig({ PLATFORM: 'embedded\r', TIPOFF_DATA: ' x\r' }, IN_A_PROJECT).dataFolder).toBe('/home/ann/x');
});

test('how many people a force-complete needs is a number of people', () => {
  const { roles } = readConfig({ TIPOFF_FORCE_COMPLETE_APPROVALS: '2' }, IN_A_PROJECT);
  expect(roles.forceCompleteApprovals).toBe(2);
  for (const wrong of ['0', 'two', '1.5', '6']) {
    expect(() => readConfig({ TIPOFF_FORCE_COMPLETE_APPROVALS: wrong }, IN_A_PROJECT)).toThrow(
      `TIPOFF_FORCE_COMPLETE_APPROVALS is "${wrong}": it must be the number of people who have to approve, 1 to 5.`,
    );
  }
});

test('the code that runs is what the image and Cloud Run say it is', () => {
  expect(readConfig({ BUILD_COMMIT: 'b7df012', K_REVISION: 'worker-00042' }, IN_A_PROJECT).build).toEqual({
    commit: 'b7df012',
    revision: 'worker-00042',
  });
  expect(() => readConfig({ BUILD_COMMIT: 'main' }, IN_A_PROJECT)).toThrow(
    'BUILD_COMMIT is "main": it must be a commit',
  );
});

test.each([
  [{ SLACK: 'socket' }, /SLACK_BOT_TOKEN is not set/],
  [{ SLACK: 'socket', SLACK_BOT_TOKEN: 'xoxb-1' }, /SLACK_APP_TOKEN is not set/],
  [{ SLACK: 'http', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_PORT: '3000' }, /SLACK_SIGNING_SECRET is not set/],
  [{ SLACK_PORT: '1e3' }, /SLACK_PORT is "1e3": it must be a port number, 1 to 65535\.$/],
  [{ SLACK_PORT: '0x50' }, /SLACK_PORT is "0x50"/],
  [{ SLACK_PORT: '65536' }, /^The environment variable SLACK_PORT is "65536": it must be a port number, 1 to 65535\.$/],
  [{ TIPOFF_FORCE_COMPLETE_APPROVALS: '1e0' }, /TIPOFF_FORCE_COMPLETE_APPROVALS is "1e0"/],
  [
    { TIPOFF_HEADLINE_MODEL: 'best' },
    /TIPOFF_HEADLINE_MODEL is "best": it must be auto .* or the id of a model: .*catboost_v9/,
  ],
  [{ TIPOFF_SERVICES: ',' }, /^The environment variable TIPOFF_SERVICES is ",": [^:]*$/],
  [{ SLACK: 'pigeon' }, /SLACK is "pigeon"/],
])('RT-43: a missing token is an error that names the variable: %j', (env, message) => {
  expect(() => readConfig(env, IN_A_PROJECT)).toThrow(message);
});

test('the headline model is decided by grades, unless the id of a model is set', () => {
  expect(readConfig({}, IN_A_PROJECT).pinnedHeadline).toBeUndefined();
  expect(readConfig({ TIPOFF_HEADLINE_MODEL: 'auto' }, IN_A_PROJECT).pinnedHeadline).toBeUndefined();
  expect(readConfig({ TIPOFF_HEADLINE_MODEL: 'ensemble_v1' }, IN_A_PROJECT).pinnedHeadline).toBe('ensemble_v1');
});

describe('the services and their code', () => {
  it('names the services with commas, each once and in that order; global means all services', () => {
    expect(readConfig({ TIPOFF_SERVICES: 'worker, api,worker' }, IN_A_PROJECT).services).toEqual({
      type: 'named',
      names: ['worker', 'api'],
    });
    for (const names of ['global', 'Worker', 'a,,b']) {
      expect(() => readConfig({ TIPOFF_SERVICES: names }, IN_A_PROJECT)).toThrow(
        `TIPOFF_SERVICES is "${names}": it must be names of services with commas between them, such as coordinator,worker`,
      );
    }
  });

  it('without any variable they are those of Tipoff, in the checkout that it runs from', () => {
    expect(readConfig({}, IN_A_PROJECT)).toMatchObject({
      services: { type: 'built-in' },
      repository: { type: 'checkout', folder: '/opt/tipoff' },
    });
  });

  it('takes the paths of the services file and of the repository from the working folder on', () => {
    expect(readConfig({ TIPOFF_SERVICES_FILE: 's.json', TIPOFF_REPOSITORY: '../nba' }, IN_A_PROJECT)).toMatchObject({
      services: { type: 'file', path: '/home/ann/s.json' },
      repository: { type: 'local', folder: '/home/nba' },
    });
  });

  it('refuses two sources of names', () => {
    const both = { TIPOFF_SERVICES: 'worker', TIPOFF_SERVICES_FILE: '/etc/s.json' };
    expect(() => readConfig(both, IN_A_PROJECT)).toThrow(
      'TIPOFF_SERVICES and TIPOFF_SERVICES_FILE are both set, but only one may name the services. Unset TIPOFF_SERVICES to use the file /etc/s.json.',
    );
  });

  it.each(['github.com/ann/nba', 'https://github.com/ann/nba.git', 'git@github.com:ann/nba.git'])(
    'reads %s on GitHub',
    (address) => {
      const { repository } = readConfig({ TIPOFF_REPOSITORY: address, TIPOFF_GITHUB_TOKEN: 'ghp_1' }, IN_A_PROJECT);
      expect(repository).toEqual({ type: 'github', owner: 'ann', name: 'nba', token: 'ghp_1' });
    },
  );

  it('refuses the address of another server as the path of a repository', () => {
    expect(() => readConfig({ TIPOFF_REPOSITORY: 'ssh://git.example/nba' }, IN_A_PROJECT)).toThrow(
      'TIPOFF_REPOSITORY is "ssh://git.example/nba": it must be github.com/owner/name, or the path of a git repository on this machine',
    );
  });
});
