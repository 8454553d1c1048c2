import * as z from 'zod';
import type { DocumentStore, Stored } from '../../platform/document-store.ts';
import { type Instant, millisOf } from '../../platform/instant.ts';
import { UserText } from '../../platform/user-text.ts';
import {
  type ArchivedBatch,
  BATCHES,
  type BatchDocument,
  BatchResult,
  batchRef,
  type CurrentBatch,
  type LegacyBatch,
} from '../documents/batch-document.ts';
import { ClosedGame } from '../documents/closed-game.ts';
import { playersOf } from '../player/player-document.ts';
import { FailedCheck } from '../slate-checks/check-result.ts';
import { countOutcomes, type OutcomeCounts, totalPlayers } from './count-outcomes.ts';
import { readLegacyProgress } from './migrate-batches.ts';
import { sealedAtOf } from './read-batch.ts';

const OUTCOMES = ['predicted', 'skipped', 'failed'] as const;

const Counts = z.record(z.string(), z.number());

/**
 * A report about one batch, for commands. `rows`, `models` and `games` are counted in the predictions table and are
 * null until the batch is done.
 */
export const BatchReport = z.object({
  batch_id: z.string(),
  game_date: z.string(),
  state: z.enum(['preparing', 'open', 'consolidating', 'failed', 'done', 'archived', 'legacy']),
  result: BatchResult.nullable(),
  generation: z.number().nullable(),
  mode: z.string().nullable(),
  as_of: z.string().nullable(),
  expected: z.number(),
  predicted: z.number(),
  skipped: Counts,
  failed: Counts,
  missing: z.number(),
  /**
   * The number of players whose outcome was committed after the batch was sealed. The batch does not publish their
   * predictions.
   */
  late: z.number(),
  /** The number of candidates who did not qualify for the slate, by reason. */
  dropped: Counts,
  rows: z.number().nullable(),
  models: z.number().nullable(),
  games: z.number().nullable(),
  /** The number of rows that were written after the tip-off of their game. They never count as published picks. */
  backfilled: z.number().nullable(),
  /** The games that the batch left alone: they had begun, and their predictions from before the tip-off never change. */
  closed_games: z.array(ClosedGame).readonly(),
  /** The duration of the batch's newest generation in seconds. */
  seconds: z.number().nullable(),
  started_at: z.string().nullable(),
  /** The commit time of the batch's newest outcome. If this time does not change for long, the batch has stalled. */
  progressed_at: z.string().nullable(),
  failure: z.string().nullable(),
  /** The session that started the batch or accepted its handoff; null if no session did. */
  owner_session: z.string().nullable(),
  /** The displayed name of the owner. */
  owner: UserText.nullable(),
  /** The checks of the slate that failed. A slate with a failed check is not ready. */
  failed_checks: z.array(FailedCheck).readonly(),
});
export type BatchReport = Readonly<z.infer<typeof BatchReport>>;

export async function readBatchReport(store: DocumentStore, batchId: string): Promise<BatchReport | undefined> {
  const found = await store.get(batchRef(batchId));
  return found === undefined ? undefined : reportOf(store, found);
}

/** Lists batches, newest first. Batches of the system before Tipoff may have no start time; those come last. */
export async function listBatchReports(store: DocumentStore, limit: number): Promise<readonly BatchReport[]> {
  const dated = await store.query({ collection: BATCHES }, { orderBy: ['start_time', 'desc'], limit });
  const newest = dated.length < limit ? await newestOfAll(store) : dated;
  return Promise.all(newest.slice(0, limit).map((batch) => reportOf(store, batch)));
}

/**
 * Reads all batches and sorts them in memory, because a query by start time would leave out batches without a start
 * time.
 */
async function newestOfAll(store: DocumentStore): Promise<readonly Stored<BatchDocument>[]> {
  const found = await store.query({ collection: BATCHES }, {});
  return found.toSorted((a, b) => (b.data.start_time ?? '').localeCompare(a.data.start_time ?? ''));
}

function reportOf(store: DocumentStore, { id, data }: Stored<BatchDocument>): Promise<BatchReport> {
  if (data.state === undefined) return reportLegacy(store, id, data);
  if (data.state === 'archived') return Promise.resolve(reportArchived(data));
  return reportCurrent(store, data);
}

async function reportCurrent(store: DocumentStore, batch: CurrentBatch): Promise<BatchReport> {
  const done = batch.state === 'done';
  const counts: OutcomeCounts = done ? batch : await countOutcomes(store, batch.batch_id, sealedAtOf(batch));
  const { predicted, skipped, failed, missing } = counts;
  return {
    batch_id: batch.batch_id,
    game_date: batch.game_date,
    state: batch.state,
    result: done ? batch.result : null,
    generation: batch.generation,
    mode: batch.mode,
    as_of: batch.as_of,
    expected: batch.expected_players,
    predicted,
    skipped,
    failed,
    missing,
    late: await countLate(store, batch),
    dropped: batch.dropped,
    rows: done ? batch.row_count : null,
    models: done ? batch.model_count : null,
    games: done ? batch.game_count : null,
    backfilled: done ? batch.backfill_count : null,
    closed_games: done ? batch.closed_games : [],
    seconds: done ? (millisOf(batch.completion_time) - millisOf(batch.generation_started_at)) / 1000 : null,
    started_at: batch.start_time,
    progressed_at: await readProgressedAt(store, batch.batch_id),
    failure: batch.state === 'failed' ? batch.failure : null,
    owner_session: batch.owner_session,
    owner: batch.owner_name,
    failed_checks: done ? batch.failed_checks : [],
  };
}

/** Returns the commit time of a batch's newest outcome, or null when no player has an outcome yet. */
export async function readProgressedAt(store: DocumentStore, batchId: string): Promise<Instant | null> {
  const newest = await Promise.all(
    OUTCOMES.map((status) =>
      store.query(playersOf(batchId), {
        where: [['status', '==', status]],
        orderBy: ['completed_at', 'desc'],
        limit: 1,
      }),
    ),
  );
  const moments = newest.flat().flatMap(({ data }) => data.completed_at ?? []);
  return moments.toSorted().at(-1) ?? null;
}

async function countLate(store: DocumentStore, batch: CurrentBatch): Promise<number> {
  const sealedAt = sealedAtOf(batch);
  if (sealedAt === undefined) return 0;
  const counts = await Promise.all(
    OUTCOMES.map((status) =>
      store.count(playersOf(batch.batch_id), [
        ['status', '==', status],
        ['completed_at', '>', sealedAt],
      ]),
    ),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

async function reportLegacy(store: DocumentStore, batchId: string, batch: LegacyBatch): Promise<BatchReport> {
  const { players, result } = await readLegacyProgress(store, batchId, batch);
  return reportOld({ ...batch, batch_id: batchId }, players.length, { state: 'legacy', result });
}

function reportArchived(batch: ArchivedBatch): BatchReport {
  return reportOld(batch, batch.completed_count, { state: 'archived', result: batch.result });
}

function reportOld(
  batch: ArchivedBatch | LegacyBatch,
  completed: number,
  { state, result }: Pick<BatchReport, 'state' | 'result'>,
): BatchReport {
  return {
    batch_id: batch.batch_id,
    game_date: batch.game_date,
    state,
    result,
    generation: null,
    mode: null,
    as_of: null,
    expected: batch.expected_players,
    predicted: completed,
    skipped: {},
    failed: {},
    missing: Math.max(0, batch.expected_players - completed),
    late: 0,
    dropped: {},
    rows: null,
    models: null,
    games: null,
    backfilled: null,
    closed_games: [],
    seconds: null,
    started_at: batch.start_time,
    progressed_at: null,
    failure: null,
    owner_session: null,
    owner: null,
    failed_checks: [],
  };
}

export function completedOf(report: BatchReport): number {
  return report.predicted + totalPlayers(report.skipped) + totalPlayers(report.failed);
}
