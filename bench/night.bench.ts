import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '#src/app.ts';
import { systemAuditContext } from '#src/coordination/audit/audit-context.ts';
import { jobClock } from '#src/jobs/job-clock.ts';
import { SCHEDULE } from '#src/jobs/schedule.ts';
import type { App } from '#src/operations/app.ts';
import { listJobs } from '#src/operations/jobs/list.ts';
import { changeBatch } from '#src/pipeline/batch/change-batch.ts';
import { openSlate } from '#src/pipeline/batch/open-slate.ts';
import { startBatch } from '#src/pipeline/batch/start-batch.ts';
import { sweepStalls } from '#src/pipeline/batch/sweep-stalls.ts';
import { playersOf } from '#src/pipeline/player/player-document.ts';
import { loadSample } from '#src/pipeline/sample/load-sample.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import { ANN } from '#test/coordination/identity/actors.ts';
import { aPlayer } from '#test/pipeline/player/a-player.ts';
import { type Bench, type Measure, timed } from './measure.ts';

const BATCHES = 1_000;
const PLAYERS = 20;
const DAY_MS = 86_400_000;
const LIMIT_SWEEP_SECONDS = 1;
const LIMIT_CATCH_UP_SECONDS = 10;

const GAME_DATE = '2026-02-05';
const NIGHT_BEFORE = '2026-02-04';
const BEFORE_DOWNTIME = new Date('2026-02-05T03:00:00Z');
/** 9:05 AM in New York. */
const AFTER_DOWNTIME = new Date('2026-02-05T14:05:00Z');

/** The stall sweep over many open batches, and the jobs of a morning after a night without a running process. */
export const bench: Bench = {
  name: 'night',
  run: async () => [...(await sweepManyBatches()), await catchUpAfterNight()],
};

async function sweepManyBatches(): Promise<readonly Measure[]> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'tipoff-bench-'));
  const { app, close } = createApp({ platform: 'embedded', dataFolder });
  try {
    for (let index = 0; index < BATCHES; index += 1)
      await openBatch(app, new Date(Date.UTC(2030, 0, 1) + index * DAY_MS));
    const first = await timed(() => sweepStalls(app));
    const second = await timed(() => sweepStalls(app));
    const checked = second.result.checks.length;
    if (checked !== BATCHES) throw new Error(`the sweep checked ${checked} batches`);
    const name = `of ${BATCHES} open batches with ${PLAYERS} players`;
    return [
      { name: `the first sweep ${name}`, value: first.seconds, unit: 's', limit: LIMIT_SWEEP_SECONDS },
      { name: `a later sweep ${name}`, value: second.seconds, unit: 's', limit: LIMIT_SWEEP_SECONDS },
    ];
  } finally {
    await close();
    await rm(dataFolder, { recursive: true });
  }
}

async function openBatch({ store, audit }: App, day: Date): Promise<void> {
  const gameDate = day.toISOString().slice(0, 10);
  const now = new Date();
  const auditContext = systemAuditContext(audit, 'bench');
  const asOf = instantFromDate(now);
  const { batchId } = await startBatch(store, { gameDate, asOf, mode: 'RETRY', now, auditContext });
  const players = Array.from({ length: PLAYERS }, (_, index) => ({ id: `p${index}`, data: aPlayer(`p${index}`) }));
  await store.createMany(playersOf(batchId), players);
  const preparing = { batchId, state: 'preparing', generation: 1 } as const;
  await changeBatch(store, preparing, async () => ({ state: 'open', expected_players: PLAYERS }));
}

/** Predicts the sample league of one evening, stops for the night, and measures all jobs of the next morning. */
async function catchUpAfterNight(): Promise<Measure> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'tipoff-bench-'));
  let now = BEFORE_DOWNTIME;
  const { app, close, idle } = createApp({ platform: 'embedded', dataFolder }, { now: () => now });
  try {
    await loadSample(app, GAME_DATE, () => undefined);
    const auditContext = systemAuditContext(app.audit, 'bench');
    const opened = await openSlate(app, { gameDate: NIGHT_BEFORE, mode: 'BACKFILL', auditContext });
    if (!('batchId' in opened)) throw new Error(opened.type);
    await app.runner.run(opened.batchId);
    const clock = jobClock(app, SCHEDULE);
    await clock.tick();
    await idle();
    now = AFTER_DOWNTIME;
    const { seconds } = await timed(async () => {
      await clock.tick();
      await idle();
    });
    await assertAllSucceeded(app);
    const name = 'catch up with all jobs of the sample league after a night';
    return { name, value: seconds, unit: 's', limit: LIMIT_CATCH_UP_SECONDS };
  } finally {
    await close();
    await rm(dataFolder, { recursive: true });
  }
}

async function assertAllSucceeded(app: App): Promise<void> {
  const call = { input: {}, actor: ANN, request: 'bench', progress: () => undefined };
  const { data } = await listJobs.run(app, call);
  const failed = data?.jobs.filter(({ last_run }) => last_run?.result === 'failed') ?? [];
  if (failed.length > 0) throw new Error(`jobs failed: ${JSON.stringify(failed)}`);
  const ran = data?.jobs.filter(({ last_run }) => last_run !== null).map(({ name }) => name) ?? [];
  for (const name of ['grade-last-night', 'predict-morning', 'sweep-stalls'])
    if (!ran.includes(name)) throw new Error(`${name} did not run; these did: ${ran.join(', ')}`);
}
