import { expect, it } from 'vitest';
import { sampleCheck } from '#src/bot/slack/announcements/sample-check.ts';
import { silentLog } from '../../pipeline/pipeline-stores.ts';

/** A check whose warehouse and clock the test controls. */
function aCheck() {
  const world = { ms: 0, reads: 0, patience: Promise.withResolvers<void>() };
  const answers: PromiseWithResolvers<boolean>[] = [];
  const isSample = sampleCheck({
    read: () => {
      const answer = Promise.withResolvers<boolean>();
      answers.push(answer);
      return answer.promise;
    },
    clock: { now: () => world.ms, wall: () => world.ms, pause: () => world.patience.promise },
    log: silentLog,
    signal: new AbortController().signal,
  });
  return { world, answers, isSample };
}

it('asks the warehouse once in half a minute', async () => {
  const { world, answers, isSample } = aCheck();
  const first = isSample();
  answers[0]?.resolve(true);
  expect(await first).toBe(true);
  world.ms = 29_000;
  expect(await isSample()).toBe(true);
  expect(answers).toHaveLength(1);
  world.ms = 30_000;
  const later = isSample();
  answers[1]?.resolve(false);
  expect(await later).toBe(false);
});

it('a warehouse that fails delays no message, and the last answer counts', async () => {
  const { world, answers, isSample } = aCheck();
  const first = isSample();
  answers[0]?.resolve(true);
  await first;
  world.ms = 60_000;
  const second = isSample();
  answers[1]?.reject(new Error('the warehouse is held'));
  expect(await second).toBe(true);
  expect(await isSample()).toBe(true);
  expect(answers).toHaveLength(2);
});

it('a busy warehouse delays one message for half a second, and the others not at all', async () => {
  const { world, answers, isSample } = aCheck();
  const first = isSample();
  expect(await isSample()).toBe(false);
  world.patience.resolve();
  expect(await first).toBe(false);
  answers[0]?.resolve(true);
  await expect.poll(isSample).toBe(true);
  expect(answers).toHaveLength(1);
});
