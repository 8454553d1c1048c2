import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

const HOLDER = `
const [path, mode] = process.argv.slice(1);
const { DatabaseSync } = require('node:sqlite');
const database = new DatabaseSync(path);
if (mode === 'readers too') database.exec('PRAGMA locking_mode = EXCLUSIVE');
database.exec('BEGIN IMMEDIATE; CREATE TABLE held (n)');
process.stdout.write('held');
setInterval(() => undefined, 1000);
`;

/** Starts another program that locks a SQLite file until it is killed. Its mode decides whether others may still read. */
export async function aLockHolder(path: string, mode: 'writers only' | 'readers too') {
  const holder = spawn(process.execPath, ['-e', HOLDER, path, mode], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void holder.kill('SIGKILL'));
  await once(holder.stdout, 'data');
  return holder;
}
