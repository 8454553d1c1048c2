import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import * as z from 'zod';

const CHILD = fileURLToPath(new URL('lock-contenders.ts', import.meta.url));
const Tokens = z.array(z.number());

export interface Contenders {
  /** Sends the process a command; resolves to the tokens it answers with. */
  send(command: 'claim' | 'release' | 'serve'): Promise<readonly number[]>;
  kill(): Promise<void>;
}

/** Starts processes with `each` contenders over the same stores. */
export function contenders(
  processes: number,
  { each, variables }: { readonly each: number; readonly variables: Readonly<Record<string, string>> },
): Promise<readonly Contenders[]> {
  return Promise.all(
    Array.from({ length: processes }, async (_, index) => {
      const args = [CHILD, `p${index}`, String(each), JSON.stringify(variables)];
      const child = spawn(process.execPath, ['--no-warnings', ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
      return await connected(child);
    }),
  );
}

async function connected(child: ChildProcessByStdio<Writable, Readable, null>): Promise<Contenders> {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exited = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  onTestFinished(kill);
  await lines.next();
  return {
    send: async (command) => {
      child.stdin.write(`${command}\n`);
      const { value } = await lines.next();
      return Tokens.parse(JSON.parse(String(value)));
    },
    kill,
  };
}
