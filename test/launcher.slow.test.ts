import { spawnSync } from 'node:child_process';
import { copyFile, cp, mkdtempDisposable, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const NEEDED_MAJOR = 24;
/** Agents' hooks treat every other exit code as permission to run. */
const GUARD_REFUSES = 2;
const DEPLOY = 'gcloud run deploy worker';
const PATH = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
const env = { ...process.env, PATH: PATH.join(delimiter) };

test('without the right Node it says which version is needed and how to get it', async ({ skip }) => {
  const major = Number(/\d+/.exec(spawnSync('node', ['--version'], { env, encoding: 'utf8' }).stdout)?.[0]);
  if (!(major < NEEDED_MAJOR)) return skip(`the machine's own Node is ${major}, which needs no other`);
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
  await copyFile('tipoff.js', join(folder.path, 'tipoff.js'));
  await writeFile(join(folder.path, 'package.json'), '{"type":"module"}');
  const launcher = join(folder.path, 'tipoff.js');
  const { status, stdout, stderr } = spawnSync('node', [launcher], { env, encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 70, stdout: '' });
  expect(stderr).toMatch(/^Tipoff needs Node 24 or newer; this is v\d+\.\d+\.\d+\. Run `npm ci`.*\n$/);
  expect(spawnSync('node', [launcher, 'guard'], { env, input: DEPLOY }).status).toBe(GUARD_REFUSES);
});

test('a guard whose patterns cannot be read refuses, and gives the reason', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
  const launcher = join(folder.path, 'tipoff.js');
  await Promise.all([
    ...['tipoff.js', 'package.json', 'src'].map((name) => cp(name, join(folder.path, name), { recursive: true })),
    symlink(resolve('node_modules'), join(folder.path, 'node_modules')),
  ]);
  await writeFile(join(folder.path, 'src', 'bot', 'guard', 'deploy-commands.json'), '{"programs": [');
  const { status, stderr } = spawnSync('node', [launcher, 'guard'], { env, input: DEPLOY, encoding: 'utf8' });
  expect(status).toBe(GUARD_REFUSES);
  expect(stderr).toMatch(
    /^tipoff guard refuses this command, because the guard itself failed: .*deploy-commands\.json.*\n$/,
  );
});

test('the exit code of the command is passed on', () => {
  const { status, stderr } = spawnSync('node', ['tipoff.js', 'nonsense'], { env, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(/^Unknown command "nonsense"\. /) });
});
