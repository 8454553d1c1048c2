import { expect, test } from 'vitest';
import * as z from 'zod';
import { operation } from '#src/operations/kit/operation.ts';
import { Problem } from '#src/platform/problem.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { eventually } from '#test/eventually.ts';
import { aBot } from './a-bot.ts';
import { aWorkspace } from './a-workspace.ts';
import { PROGRESS } from './messages/announcements-to-render.ts';

test('a command is answered at once while Slack does not answer posts', async () => {
  const local = await aWorkspace();
  const bot = await aBot(local);
  const ann = await local.person('ann');
  local.slack.faults.answer('chat.postMessage', { kind: 'accept-then-hang', ms: 9_000 });
  const waiting = { ended: false };
  const shown = Array.from({ length: 5 }, (_each, index) => bot.show(`slate-${index}`, PROGRESS));
  const ended = Promise.allSettled(shown).then(() => {
    waiting.ended = true;
  });
  await ann.command('/batch list');
  expect(await ann.answer(1)).toContain('Tipoff has not run a batch yet.');
  expect(waiting.ended, 'the posts still wait').toBe(false);
  await bot.stop();
  await ended;
});

test('a command is answered at once while Slack limits the rate of posts', async () => {
  const local = await aWorkspace();
  const bot = await aBot(local);
  const ann = await local.person('ann');
  local.slack.faults.answer('chat.postMessage', { kind: 'ratelimited', retryAfterSeconds: 60 }, 5);
  const shown = await Promise.allSettled(Array.from({ length: 5 }, (_, index) => bot.show(`slate-${index}`, PROGRESS)));
  await ann.command('/batch list');
  expect(await ann.answer(1)).toContain('Tipoff has not run a batch yet.');
  expect(shown.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'rejected'));
});

/** An operation that fails with `error` at its first run, and then works. */
function failingOnce(error: Error) {
  const calls = { count: 0 };
  const failing = operation({
    name: 'batch count',
    summary: 'Count.',
    input: z.strictObject({}),
    output: z.null(),
    positionals: [],
    effect: 'write',
    reach: 'everywhere',
    opens: 'nothing',
    prints: 'outcome',
    async run() {
      calls.count += 1;
      if (calls.count === 1) throw error;
      return { decision: 'done', code: 'ok', message: `Counted to ${calls.count}.`, data: null, next: [] };
    },
  });
  return { calls, failing };
}

test('Slack’s retry of a command that failed halfway is handled again, once', async () => {
  const local = await aWorkspace();
  const { calls, failing } = failingOnce(new Unavailable('The store', undefined));
  await aBot(local, { operations: [failing] });
  const ann = await local.person('ann');
  local.slack.faults.deliverCopies(3);
  await ann.command('/batch count');
  expect(await ann.answer(1)).toContain('The store cannot be reached.');
  expect(await ann.answer(2)).toContain('Counted to 2.');
  local.slack.faults.deliverCopies(1);
  await ann.command('/batch count');
  expect(await ann.answer(3)).toContain('Counted to 3.');
  expect(calls.count).toBe(3);
});

test('a command that was refused is handled, so its retry does nothing', async () => {
  const local = await aWorkspace();
  const { calls, failing } = failingOnce(new Problem({ code: 'no_games', message: 'There are no games.' }));
  const bot = await aBot(local, { operations: [failing] });
  const ann = await local.person('ann');
  local.slack.faults.deliverCopies(3);
  await ann.command('/batch count');
  expect(await ann.answer(1)).toContain('There are no games.');
  await bot.stop();
  expect(calls.count).toBe(1);
  await eventually(() => expect(ann.ephemerals).toHaveLength(1));
});
