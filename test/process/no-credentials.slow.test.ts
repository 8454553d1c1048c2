import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { PROCESS_PARTS } from '#src/platform/process-part.ts';
import { runTipoff } from '../bot/tipoff.ts';

const LogLine = z.object({ severity: z.string(), message: z.string(), code: z.string() });

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tipoff-cloud-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The environment of an installation in the cloud whose credentials are missing. */
function environment() {
  return {
    PATH: process.env['PATH'],
    HOME: folder,
    TIPOFF_DATA: join(folder, 'data'),
    PLATFORM: 'gcp',
    GCP_PROJECT_ID: 'my-project-1',
    GCP_REGION: 'us-central1',
    GOOGLE_APPLICATION_CREDENTIALS: join(folder, 'missing.json'),
  };
}

test.each(PROCESS_PARTS)('the %s does not start without credentials, and says so in one line of JSON', async (role) => {
  const { code, out, err } = await runTipoff(environment(), ['serve', '--role', role]);
  const lines = out.trimEnd().split('\n');
  expect(lines).toHaveLength(1);
  expect(LogLine.parse(JSON.parse(lines.join('')))).toMatchObject({
    severity: 'ERROR',
    code: 'no_credentials',
    message: expect.stringContaining('gcloud auth application-default login'),
  });
  expect({ code, err }).toEqual({ code: 1, err: '' });
});

test('a wrong setting is a line of JSON, too', async () => {
  const { code, out } = await runTipoff({ ...environment(), GCP_PROJECT_ID: 'Not an id' }, ['serve']);
  expect(LogLine.parse(JSON.parse(out))).toMatchObject({ code: 'bad_configuration', severity: 'ERROR' });
  expect(code).toBe(1);
});

test.each([[['doctor']], [['warehouse', 'migrate']], [['gcp', 'setup', '--dry-run']]])(
  '%o says what to do without credentials',
  async (argv) => {
    const { code, out, err } = await runTipoff(environment(), argv);
    expect(`${out}${err}`).toContain('No Google credentials were found. Run `gcloud auth application-default login`');
    expect(code).toBe(1);
  },
);
