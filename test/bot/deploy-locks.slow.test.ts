import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { type Ended, runTipoff, startTipoff } from './tipoff.ts';

const PARALLEL = 6;
const Server = z.object({ pid: z.number() });

/** A data folder, `tipoff` commands on it, and a bot in a process that can be killed. */
async function aCommandLine() {
  const data = await mkdtemp(join(tmpdir(), 'tipoff-cli-locks-'));
  const env = { PATH: process.env['PATH'], TIPOFF_DATA: data };
  const pids: number[] = [];
  const kill = () => {
    for (const pid of pids.splice(0)) process.kill(pid, 'SIGKILL');
  };
  onTestFinished(async () => {
    kill();
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  });
  const serve = async () => {
    const bot = startTipoff(env, ['serve']);
    await bot.said('Open the channel');
    // The launcher is a separate process: killing it would leave the bot running.
    pids.push(Server.parse(JSON.parse(await readFile(join(data, 'server.json'), 'utf8'))).pid);
    return bot;
  };
  return { serve, kill, tipoff: (...argv: string[]): Promise<Ended> => runTipoff(env, argv) };
}

test('a lock survives a killed bot: it is still held, and its token releases it', async () => {
  const { serve, kill, tipoff } = await aCommandLine();
  const bot = await serve();
  expect((await tipoff('deploy', 'claim', 'worker', '--reason', 'Fix the filter')).code).toBe(0);
  kill();
  await bot.ended;
  const alone = await tipoff('deploy', 'status', 'worker', '--json');
  expect(JSON.parse(alone.out)).toMatchObject({ data: { locks: [{ service: 'worker', state: 'held', token: 1 }] } });
  await serve();
  expect((await tipoff('deploy', 'release', 'worker', '--token', '2')).code).toBe(1);
  expect((await tipoff('deploy', 'release', 'worker', '--token', '1')).code).toBe(0);
  expect((await tipoff('deploy', 'status')).out).toContain('All deploy locks are free.');
});

test('concurrent commands of one person reach one owner of the data and are one session with one token', async () => {
  const { tipoff } = await aCommandLine();
  const claims = await Promise.all(
    Array.from({ length: PARALLEL }, () => tipoff('deploy', 'claim', 'worker', '--reason', 'At once', '--json')),
  );
  const answers = claims.map(({ out }) => JSON.parse(out));
  expect(answers.map(({ decision, data }) => ({ decision, token: data.token }))).toEqual(
    answers.map(() => ({ decision: 'done', token: 1 })),
  );
  expect(answers.filter(({ code }) => code === 'ok')).toHaveLength(1);
});
