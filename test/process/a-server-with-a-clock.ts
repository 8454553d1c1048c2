import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { ServerFile } from '#src/bot/http/server-file.ts';
import { startTipoff } from '../bot/tipoff.ts';

const LIBRARIES = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/faketime/libfaketime.so.1',
  '/usr/lib64/faketime/libfaketime.so.1',
];
/** The library that changes the clock of a process; undefined where libfaketime is not installed. */
export const FAKETIME = LIBRARIES.find((path) => existsSync(path));
export const NO_FAKETIME = 'needs libfaketime, which changes the clock of a process (package faketime)';

const Answer = z.object({ code: z.string().optional(), detail: z.string().optional(), data: z.unknown().optional() });
const Body = z.object({ text: z.string() });

type Environment = Readonly<Record<string, string | undefined>>;

/** `tipoff serve` on a data folder, as a process whose clock the test sets. */
export async function aServerWithAClock(dataFolder: string, library: string, env: Environment) {
  const clockFile = join(dataFolder, 'clock');
  /** Sets the clock to the real time plus this difference, such as `+1d`. Timers continue as before. */
  const setClock = async (difference: string) => {
    await writeFile(`${clockFile}.new`, difference);
    await rename(`${clockFile}.new`, clockFile);
  };
  await setClock('+0');
  const faketime = { LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: clockFile, FAKETIME_NO_CACHE: '1' };
  const environment = { ...env, ...faketime, FAKETIME_DONT_FAKE_MONOTONIC: '1', TIPOFF_DATA: dataFolder };
  const running = startTipoff(environment, ['serve']);
  await running.said('Serving');
  const { port, token, pid } = ServerFile.parse(JSON.parse(await readFile(join(dataFolder, 'server.json'), 'utf8')));

  async function ask(path: string, body?: object) {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    return { http: response.status, ...Answer.parse(await response.json()) };
  }

  return {
    setClock,
    /** Calls an operation, such as `batch list`. */
    call: (name: string, input: object = {}) => ask(`/api/${name.replace(' ', '/')}?detail=full`, input),
    repairClock: () => ask('/local/clock/repair', {}),
    ready: () => ask('/ready'),
    signal: (signal: NodeJS.Signals) => process.kill(pid, signal),
    /** The texts of the messages in the channel. */
    channel: () => messagesIn(dataFolder),
    end: async () => {
      process.kill(pid, 'SIGTERM');
      return await running.ended;
    },
  };
}

function messagesIn(dataFolder: string): readonly string[] {
  const database = new DatabaseSync(join(dataFolder, 'slack', 'slack-workspace.sqlite'), { readOnly: true });
  const rows = z.array(z.object({ body: z.string() })).parse(database.prepare('SELECT body FROM messages').all());
  database.close();
  return rows.map(({ body }) => Body.parse(JSON.parse(body)).text);
}
