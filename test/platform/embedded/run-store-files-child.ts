import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const CHILD = fileURLToPath(new URL('store-files-child.ts', import.meta.url));

export type ChildCommand = 'write' | 'backup' | 'restore' | 'repair' | 'hold';

/** Runs the child to its end, or kills it `killAfterMs` after it began. */
export function runStoreFilesChild(command: ChildCommand, paths: readonly string[], killAfterMs?: number) {
  const child = spawn(process.execPath, [CHILD, command, ...paths], { stdio: ['ignore', 'pipe', 'pipe'] });
  const begun = Promise.withResolvers<void>();
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  const exited = once(child, 'exit');
  const begin = () => {
    begun.resolve();
    if (killAfterMs !== undefined) void pause(killAfterMs).then(() => child.kill('SIGKILL'));
    return performance.now();
  };
  const run = async () => {
    let [begunAt, last] = [0, ''];
    for await (const line of createInterface({ input: child.stdout })) {
      last = line;
      if (line === 'begin') begunAt = begin();
    }
    const ms = performance.now() - begunAt;
    const [code, signal] = await exited;
    if (code !== 0 && signal !== 'SIGKILL') throw new Error(`the child ended with ${code}: ${errors}`);
    return { end: last === 'done' ? ('done' as const) : ('killed' as const), ms };
  };
  return { pid: child.pid, begun: begun.promise, ended: run(), kill: () => child.kill('SIGKILL') };
}
