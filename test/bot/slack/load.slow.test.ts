import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { aBot } from './a-bot.ts';
import { aWorkspace } from './a-workspace.ts';

const SECONDS = 60;
const A_SECOND = 20;

test('twenty commands a second for a minute are acknowledged within 100 ms (p99), and each is answered once', async () => {
  const local = await aWorkspace();
  const bot = await aBot(local);
  const ann = await local.person('ann');
  const taken: Promise<number>[] = [];
  for (let second = 0; second < SECONDS * A_SECOND; second += 1) {
    taken.push(timed(() => ann.command('/batch list')));
    await pause(1000 / A_SECOND);
  }
  const milliseconds = (await Promise.all(taken)).toSorted((a, b) => a - b);
  await expect.poll(() => ann.ephemerals.length, { timeout: 5_000 }).toBe(SECONDS * A_SECOND);
  expect(milliseconds[Math.floor(milliseconds.length * 0.99)]).toBeLessThan(100);
  expect(bot.logged).toEqual([]);
}, 90_000);

async function timed(act: () => Promise<{ ok: boolean }>): Promise<number> {
  const begun = performance.now();
  expect(await act()).toEqual({ ok: true });
  return performance.now() - begun;
}
