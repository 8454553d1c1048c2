import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { aBot } from './a-bot.ts';
import { aWorkspace } from './a-workspace.ts';

const COMMANDS = 200;
const EVERY_MS = 10;

test('two hundred commands in two seconds are each answered once, without errors', async () => {
  const local = await aWorkspace();
  const bot = await aBot(local);
  const ann = await local.person('ann');
  const taken = [];
  for (let command = 0; command < COMMANDS; command += 1) {
    taken.push(ann.command('/batch list'));
    await pause(EVERY_MS);
  }
  const answers = await Promise.all(taken);
  expect(answers.every(({ ok }) => ok)).toBe(true);
  await expect.poll(() => ann.ephemerals.length).toBe(COMMANDS);
  expect(bot.logged).toEqual([]);
});
