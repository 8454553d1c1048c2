import { join } from 'node:path';
import * as z from 'zod';
import { createApp } from '#src/app.ts';
import { readAudit } from '#src/coordination/audit/read-audit.ts';
import { type JobClock, jobClock } from '#src/jobs/job-clock.ts';
import type { App, Job } from '#src/operations/app.ts';
import { activeBatchRef } from '#src/pipeline/batch/active-batch.ts';
import { readBatch } from '#src/pipeline/batch/read-batch.ts';
import { BATCHES, batchRef } from '#src/pipeline/documents/batch-document.ts';
import { playerGameLogs } from '#src/pipeline/tables/player-game-logs.ts';
import { schedule } from '#src/pipeline/tables/schedule.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import type { Warehouse } from '#src/platform/warehouse.ts';
import { memoryStore, silentLog } from '../pipeline/pipeline-stores.ts';

const MINUTE_MS = 60_000;
const MICROS_PER_MILLI = 1_000;

/** Jobs that run by a clock the test sets. */
export interface Night {
  readonly app: App;
  readonly store: DocumentStore;
  /** Sets the clock and lets every instance look for due jobs at once. */
  tickAt(moment: string): Promise<void>;
  /** Ticks from one moment to another. */
  passFrom(from: string, to: string, everyMinutes: number): Promise<void>;
  /** The mode and the start of every batch and of every later generation, in order: `FIRST 02-05T07:30`. */
  runs(): Promise<readonly string[]>;
  /** The number of batches. */
  batches(): Promise<number>;
}

export interface NightOptions {
  readonly jobs: readonly Job[];
  readonly warehouse: Warehouse;
  readonly instances?: number;
  /** The players of every batch who were skipped, by reason. */
  readonly skipped?: Readonly<Record<string, number>>;
  readonly overrides?: Partial<App>;
}

export function aNight({ jobs, warehouse, instances = 1, skipped = {}, overrides = {} }: NightOptions): Night {
  let now = new Date(0);
  const store = memoryStore(() => now.getTime() * MICROS_PER_MILLI);
  const run = async (batchId: string) => {
    await finish(store, { batchId, skipped, now });
    const batch = await readBatch(store, batchId);
    if (batch === undefined) throw new Error(`there is no batch ${batchId}`);
    return batch;
  };
  const nothing = () => Promise.resolve();
  const runner = { run, unfinished: async () => [], waitsFor: () => undefined, stopLeading: nothing, stop: nothing };
  const opened = Array.from({ length: instances }, () =>
    createApp(
      { platform: 'embedded', dataFolder: join('/', 'nonexistent') },
      { store, warehouse, jobs, runner, log: silentLog, now: () => now, ...overrides },
    ),
  );
  const clocks: readonly JobClock[] = opened.map(({ app }) => jobClock(app, jobs));
  const [first] = opened;
  if (first === undefined) throw new Error('a night needs an instance');
  const tickAt = async (moment: string) => {
    now = new Date(moment);
    await Promise.all(clocks.map((clock) => clock.tick()));
    await Promise.all(opened.map(({ idle }) => idle()));
  };
  return {
    app: first.app,
    store,
    tickAt,
    passFrom: async (from, to, everyMinutes) => {
      const end = Date.parse(to);
      for (let time = Date.parse(from); time <= end; time += everyMinutes * MINUTE_MS) {
        await tickAt(new Date(time).toISOString());
      }
    },
    batches: async () => (await store.query({ collection: BATCHES }, {})).length,
    runs: async () => {
      const batches = await store.query({ collection: BATCHES }, {});
      const audits = batches.map(({ id }) => readAudit(store, { subject: { kind: 'batch', id }, limit: 100 }));
      const found = (await Promise.all(audits)).flat().flatMap(({ action, after }) => {
        return OPENED.has(action) ? [Opened.parse(JSON.parse(after ?? 'null'))] : [];
      });
      const inOrder = found.toSorted((a, b) => a.as_of.localeCompare(b.as_of));
      return inOrder.map(({ mode, as_of }) => `${mode} ${as_of.slice(5, 16)}`);
    },
  };
}

const OPENED: ReadonlySet<string> = new Set(['batch.started', 'batch.generation_opened']);
const Opened = z.object({ mode: z.string(), as_of: z.string() });

interface FinishedBatch {
  readonly batchId: string;
  readonly skipped: Readonly<Record<string, number>>;
  readonly now: Date;
}

/** Ends a batch without predicting anybody. */
async function finish(store: DocumentStore, { batchId, skipped, now }: FinishedBatch): Promise<void> {
  await store.transaction(async (transaction) => {
    const batch = (await transaction.get(batchRef(batchId)))?.data;
    if (batch === undefined || batch.state === 'done') return;
    transaction.delete(activeBatchRef(batch.game_date ?? ''));
    transaction.update(batchRef(batchId), {
      state: 'done',
      result: 'complete',
      completion_time: instantFromDate(now),
      sealed_at: null,
      predicted: 100,
      skipped: { ...skipped },
      failed: {},
      missing: 0,
      row_count: 800,
      model_count: 8,
      game_count: 6,
    });
  });
}

/** Puts games on the schedule, each with its tip-off. */
export async function scheduleGames(warehouse: Warehouse, tipoffs: Readonly<Record<string, string>>): Promise<void> {
  const lines = Object.entries(tipoffs).map(([gameDate, tipoff], index) =>
    JSON.stringify({
      season: '2025-26',
      season_type: 'regular season',
      game_id: `002250000${index}`,
      game_date: gameDate,
      tipoff_utc: tipoff,
      home_team: 'BOS',
      away_team: 'LAL',
    }),
  );
  await warehouse.load(schedule, lines, `schedule-${Object.keys(tipoffs).join('-')}`);
}

/** A player of BOS who plays 30 minutes a game. The batches of a night predict nobody, so every later run finds the player new. */
export async function aPlayerToPredict(warehouse: Warehouse): Promise<void> {
  const game = { season: '2025-26', season_type: 'regular season', game_date: '2026-02-03', game_id: '0022500999' };
  const player = { player_id: '1', player_name: 'Ann Lee', player_lookup: 'annlee', team: 'BOS', opponent: 'LAL' };
  const line = JSON.stringify({ ...game, ...player, is_home: true, minutes: 30, points: 20 });
  await warehouse.load(playerGameLogs, [line], 'a-player-to-predict');
}
