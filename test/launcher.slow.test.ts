import { spawnSync } from 'node:child_process';
import { copyFile, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';

const NEEDED_MAJOR = 24;
const PATH = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
const env = { ...process.env, PATH: PATH.join(delimiter) };

test('without the right Node it says which one is needed and how to get it', async ({ skip }) => {
  const major = Number(/\d+/.exec(spawnSync('node', ['--version'], { env, encoding: 'utf8' }).stdout)?.[0]);
  if (!(major < NEEDED_MAJOR)) return skip(`the machine's own Node is ${major}, which needs no other`);
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
  await copyFile('tipoff.js', join(folder.path, 'tipoff.js'));
  await writeFile(join(folder.path, 'package.json'), '{"type":"module"}');
  const { status, stdout, stderr } = spawnSync('node', [join(folder.path, 'tipoff.js')], { env, encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 70, stdout: '' });
  expect(stderr).toMatch(/^Tipoff needs Node 24 or newer and this is v\d+\.\d+\.\d+: run `npm ci`.*\n$/);
});

test('the exit code of the command is its own', () => {
  const { status, stderr } = spawnSync('node', ['tipoff.js', 'nonsense'], { env, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 2, stderr: 'Unknown command "nonsense". Nothing was done.\n' });
});
