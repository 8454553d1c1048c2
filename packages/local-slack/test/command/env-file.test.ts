import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkEnvFile, writeEnvFile } from '../../src/command/env-file.ts';
import { type Fixture, openWorkspace } from '../workspace-fixture.ts';

let folder: string;
let path: string;
let fixture: Fixture;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'env-file-'));
  path = join(folder, '.env.slack');
  fixture = await openWorkspace();
});
afterEach(async () => {
  await fixture.close();
  await rm(folder, { recursive: true });
});

test('the file holds the variables of a Bolt app, and only its owner can read it', async () => {
  const { slack } = fixture;
  writeEnvFile(path, slack);
  const lines = (await readFile(path, 'utf8')).split('\n');
  expect(lines).toContain(`SLACK_BOT_TOKEN=${slack.tokens.bot}`);
  expect(lines).toContain(`SLACK_API_URL=${slack.apiUrl}`);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('the file of an earlier start may be overwritten', () => {
  writeEnvFile(path, fixture.slack);
  expect(() => checkEnvFile(path)).not.toThrow();
});

test('a file that local-slack has not written stays as it is', async () => {
  await writeFile(path, 'SLACK_BOT_TOKEN=xoxb-real');
  expect(() => checkEnvFile(path)).toThrow(
    `--write-env names "${path}", an existing file that local-slack did not write.`,
  );
});
