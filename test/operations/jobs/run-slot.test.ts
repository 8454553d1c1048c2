import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from 'vitest';
import { createApp } from '#src/app.ts';
import { jobStateRef } from '#src/coordination/jobs/scheduled-job-state.ts';
import { jobClock } from '#src/jobs/job-clock.ts';
import type { Job } from '#src/operations/app.ts';
import { pauseJob } from '#src/operations/jobs/pause-job.ts';
import { runSlot } from '#src/operations/jobs/run-slot.ts';
import { Problem } from '#src/platform/problem.ts';
import { aTrail } from '../../coordination/audit/a-chain.ts';

/** Seven in the morning, New York time. */
const SLOT = new Date('2026-02-05T12:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

function after(ms: number): Date {
  return new Date(SLOT.getTime() + ms);
}

/** An app with one job at seven in the morning that catches up for an hour, and a clock that the test sets. */
function anApp(dataFolder: string, work: Job['run']) {
  let now = after(300);
  const job: Job = { name: 'morning', summary: 'Do it.', due: ['0 7 * * *'], catchUpWithinMs: HOUR_MS, run: work };
  const { app, close } = createApp({ platform: 'embedded', dataFolder }, { jobs: [job], now: () => now });
  return {
    app,
    close,
    job,
    run: (slot = SLOT) => runSlot(app, job, slot),
    setClock: (moment: Date) => {
      now = moment;
    },
  };
}

const test = base.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures it needs from this pattern
  folder: async ({}, use) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-slot-'));
    await use(folder.path);
  },
});

test('runs a new job for its slot, and the same slot only once', async ({ folder }) => {
  const runs: string[] = [];
  const { run, close } = anApp(folder, async (_app, due) => `run ${runs.push(due.toISOString())}`);
  expect(await run()).toMatchObject({ type: 'ran', run: { result: 'succeeded', message: 'run 1' }, retryAt: null });
  expect(await run()).toMatchObject({ type: 'handled', lastRun: { message: 'run 1' } });
  expect(runs).toEqual([SLOT.toISOString()]);
  await close();
});

test('a slot that is started twice at the same moment runs once', async ({ folder }) => {
  const gate = Promise.withResolvers<string>();
  let runs = 0;
  const { run, close } = anApp(folder, () => {
    runs += 1;
    return gate.promise;
  });
  const both = [run(), run()];
  const held = await Promise.race(both);
  expect(held).toEqual({ type: 'held' });
  gate.resolve('ran');
  expect((await Promise.all(both)).map(({ type }) => type).toSorted()).toEqual(['held', 'ran']);
  expect(runs).toBe(1);
  await close();
});

test('the job clock and a scheduler run a slot once between them', async ({ folder }) => {
  let runs = 0;
  const { app, job, run, setClock, close } = anApp(folder, async () => `run ${++runs}`);
  const clock = jobClock(app, [job]);
  setClock(after(-MINUTE_MS));
  await clock.tick();
  setClock(after(300));
  expect(await run()).toMatchObject({ type: 'ran' });
  await clock.tick();
  setClock(after(24 * HOUR_MS + 300));
  await clock.tick();
  expect(await run(after(24 * HOUR_MS))).toMatchObject({ type: 'handled' });
  expect(runs).toBe(2);
  await close();
});

test('a failed run is repeated by the next request for its slot, but not before its pause has passed', async ({
  folder,
}) => {
  let runs = 0;
  const { run, setClock, close } = anApp(folder, async () => {
    runs += 1;
    if (runs === 1) throw new Error('the warehouse is away');
    return 'ran';
  });
  const retryAt = '2026-02-05T12:01:00.300000Z';
  expect(await run()).toMatchObject({ type: 'ran', run: { result: 'failed' }, retryAt });
  expect(await run()).toMatchObject({ type: 'waits', lastRun: { message: 'the warehouse is away' }, retryAt });
  setClock(after(MINUTE_MS + 300));
  expect(await run()).toMatchObject({ type: 'ran', run: { result: 'succeeded' } });
  expect(await run()).toMatchObject({ type: 'handled' });
  expect(runs).toBe(2);
  await close();
});

test('a run that failed for good is not repeated', async ({ folder }) => {
  const { run, close } = anApp(folder, () =>
    Promise.reject(new Problem({ code: 'no_schedule', message: 'No games are known.' })),
  );
  expect(await run()).toMatchObject({ type: 'ran', run: { result: 'failed' }, retryAt: null });
  expect(await run()).toMatchObject({ type: 'handled', lastRun: { result: 'failed' } });
  await close();
});

test.for([
  ['too-late', SLOT, after(HOUR_MS + 1)],
  ['in-the-future', after(2 * MINUTE_MS), SLOT],
] as const)('a slot is %s', async ([type, slot, now], { folder }) => {
  const { app, run, setClock, close } = anApp(folder, async () => 'ran');
  setClock(now);
  expect(await run(slot)).toEqual({ type });
  expect((await app.store.get(jobStateRef('morning')))?.data.last_run).toBeNull();
  await close();
});

test('a paused job does not run', async ({ folder }) => {
  const { app, run, close } = anApp(folder, async () => 'ran');
  await pauseJob(app.store, aTrail(), { name: 'morning', person: 'ann', now: after(-HOUR_MS) });
  expect(await run()).toEqual({ type: 'paused', pausedBy: 'ann' });
  await close();
});
