import type { DocumentStore } from '../../platform/document-store.ts';
import { type Instant, instantFromMicros, millisOf } from '../../platform/instant.ts';
import { isLate, playersOf } from '../player/player-document.ts';
import type { StatusCounts } from './count-by-status.ts';
import { playersByStatus } from './players-by-status.ts';

/**
 * The stored time of an outcome can be this many milliseconds earlier than its commit. Queries for late outcomes
 * therefore start earlier, and `isLate` then compares the exact times.
 */
const STORE_TIME_MARGIN_MS = 1_000;

export interface OutcomeCounts {
  readonly predicted: number;
  /** By reason. */
  readonly skipped: Readonly<Record<string, number>>;
  /** By reason. */
  readonly failed: Readonly<Record<string, number>>;
  readonly missing: number;
}

/**
 * Counts the players of a batch by outcome and reason, now or as of an earlier moment. The counts add up to the number
 * of players, even while workers record outcomes. The store counts the many predicted players. The few skipped and
 * failed players are read one by one.
 */
export async function countOutcomes(store: DocumentStore, batchId: string, asOf?: Instant): Promise<OutcomeCounts> {
  const predicted = await countPredicted(store, batchId, asOf);
  const skipped = await countReasons(store, batchId, { status: 'skipped', asOf });
  const failed = await countReasons(store, batchId, { status: 'failed', asOf });
  const players = await store.count(playersOf(batchId), []);
  const missing = Math.max(0, players - predicted - totalPlayers(skipped) - totalPlayers(failed));
  return { predicted, skipped, failed, missing };
}

/**
 * Returns the time from which to search for outcomes that were committed after `moment`. It is slightly before
 * `moment`, because the stored time of an outcome may be too early.
 */
export function searchLateFrom(moment: Instant): Instant {
  return instantFromMicros((millisOf(moment) - STORE_TIME_MARGIN_MS) * 1_000);
}

async function countPredicted(store: DocumentStore, batchId: string, asOf: Instant | undefined): Promise<number> {
  const players = playersOf(batchId);
  if (asOf === undefined) return await store.count(players, [['status', '==', 'predicted']]);
  const from = searchLateFrom(asOf);
  let predicted = await store.count(players, [
    ['status', '==', 'predicted'],
    ['completed_at', '<=', from],
  ]);
  for await (const page of playersByStatus(store, batchId, { status: 'predicted', completedAfter: from })) {
    predicted += page.filter(({ data }) => !isLate(data, asOf)).length;
  }
  return predicted;
}

interface ReasonQuery {
  readonly status: 'skipped' | 'failed';
  readonly asOf: Instant | undefined;
}

async function countReasons(
  store: DocumentStore,
  batchId: string,
  { status, asOf }: ReasonQuery,
): Promise<Record<string, number>> {
  const reasons: Record<string, number> = {};
  for await (const page of playersByStatus(store, batchId, { status })) {
    const inTime = asOf === undefined ? page : page.filter(({ data }) => !isLate(data, asOf));
    for (const { data } of inTime) if (data.reason !== null) reasons[data.reason] = (reasons[data.reason] ?? 0) + 1;
  }
  return reasons;
}

export function totalPlayers(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

export function byStatus({ predicted, skipped, failed, missing }: OutcomeCounts): StatusCounts {
  return { predicted, skipped: totalPlayers(skipped), failed: totalPlayers(failed), missing };
}
