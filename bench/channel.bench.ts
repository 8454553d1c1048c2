import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { WebSocket } from 'ws';
import { PageAnswer, PageState } from '#local-slack/src/page-protocol.ts';
import type { Bench, Measure } from './measure.ts';

const PREPARE = new URL('prepare-league.ts', import.meta.url).pathname;
const CHILD = new URL('channel-child.ts', import.meta.url).pathname;
const GAME_DATE = '2026-02-05';
const PLAYERS = 10_000;
const COMMANDS = 1_200;
/** Twenty per second. */
const EVERY_MS = 50;
const LIMIT_ACK_SECONDS = 0.1;
const LIMIT_EDITS_A_SECOND = 1;

/** Sends twenty commands per second for a minute, while the same process runs batches of 10,000 players. */
export const bench: Bench = {
  name: 'channel',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'tipoff-bench-'));
    await promisify(execFile)(process.execPath, [PREPARE, folder, GAME_DATE, String(PLAYERS)]);
    const child = spawn(process.execPath, [CHILD, folder, GAME_DATE], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const exited = once(child, 'exit');
    const { value: address } = await lines.next();
    const measures = await measureCommands(String(address));
    child.stdin.end();
    const { value: batches } = await lines.next();
    await exited;
    await rm(folder, { recursive: true });
    return [...measures, { name: 'batches of 10,000 in that time', value: Number(batches), unit: 'times' }];
  },
};

async function measureCommands(address: string): Promise<readonly Measure[]> {
  const { origin } = new URL(address);
  const cookie = await cookieOf(address);
  const page = await fetch(`${origin}/page/state`, { headers: { cookie } });
  const channel = PageState.parse(await page.json()).channels[0]?.id ?? '';
  const edits = await countEdits(origin, cookie);
  const body = JSON.stringify({ type: 'command', channel, command: '/batch', text: 'status' });
  const headers = { cookie, origin, 'content-type': 'application/json' };
  const begunAt = performance.now();
  const answers: Promise<{ seconds: number; error: string | undefined }>[] = [];
  for (let command = 0; command < COMMANDS; command += 1) {
    await pause(Math.max(0, begunAt + command * EVERY_MS - performance.now()));
    answers.push(ask(`${origin}/page/interact`, { method: 'POST', headers, body }));
  }
  const settled = await Promise.all(answers);
  const lasted = (performance.now() - begunAt) / 1000;
  const errors = settled.filter(({ error }) => error !== undefined).length;
  const sorted = settled.map(({ seconds }) => seconds).toSorted((a, b) => a - b);
  const quantile = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return [
    { name: 'commands that failed', value: errors, unit: 'times', limit: 0 },
    { name: 'acknowledged, p50', value: quantile(0.5), unit: 's' },
    { name: 'acknowledged, p99', value: quantile(0.99), unit: 's', limit: LIMIT_ACK_SECONDS },
    {
      name: 'edits of the living message a second',
      value: edits() / lasted,
      unit: 'times',
      limit: LIMIT_EDITS_A_SECOND,
    },
  ];
}

async function ask(url: string, request: RequestInit): Promise<{ seconds: number; error: string | undefined }> {
  const begunAt = performance.now();
  const response = await fetch(url, request);
  const answer = PageAnswer.safeParse(await response.json());
  const seconds = (performance.now() - begunAt) / 1000;
  const error = answer.success && answer.data.ok ? undefined : JSON.stringify(answer.data ?? response.status);
  return { seconds, error };
}

/** Exchanges the key in the address for a cookie. */
async function cookieOf(address: string): Promise<string> {
  const response = await fetch(address, { redirect: 'manual' });
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** Counts the message edits from now on. */
async function countEdits(origin: string, cookie: string): Promise<() => number> {
  let edits = 0;
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/page/live`, { headers: { cookie, origin } });
  socket.on('message', (data) => {
    if (String(data).includes('"type":"message-changed"')) edits += 1;
  });
  await once(socket, 'open');
  return () => edits;
}
