import type { DocumentStore } from '../../platform/document-store.ts';
import { type Instant, instantFromMicros, millisOf } from '../../platform/instant.ts';
import { type PlayerDocument, playersOf } from '../player/player-document.ts';
import { playersByStatus } from './players-by-status.ts';

/** Queries filter by a time that can be slightly earlier than the commit, so they start this much earlier. `isLate` then compares exactly. */
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
 * Counts the players of a batch by outcome and reason: now, or as they were when the batch was sealed. The store counts the predicted
 * players. The others are few and are read.
 */
export async function countOutcomes(store: DocumentStore, batchId: string, sealedAt?: Instant): Promise<OutcomeCounts> {
  const players = playersOf(batchId);
  const count = (status: string) => store.count(players, [['status', '==', status]]);
  const [predicted, requested, late] = await Promise.all([
    count('predicted'),
    count('requested'),
    sealedAt === undefined ? 0 : countLatePredicted(store, batchId, sealedAt),
  ]);
  const skipped = await countReasons(store, batchId, { status: 'skipped', sealedAt });
  const failed = await countReasons(store, batchId, { status: 'failed', sealedAt });
  return {
    predicted: predicted - late,
    skipped: skipped.reasons,
    failed: failed.reasons,
    missing: requested + late + skipped.late + failed.late,
  };
}

/** An outcome belongs to the sealed generation when it was committed no later than the seal. */
export function isLate(player: Pick<PlayerDocument, 'completed_at'>, sealedAt: Instant): boolean {
  return player.completed_at === null || player.completed_at > sealedAt;
}

async function countLatePredicted(store: DocumentStore, batchId: string, sealedAt: Instant): Promise<number> {
  const completedAfter = instantFromMicros((millisOf(sealedAt) - STORE_TIME_MARGIN_MS) * 1_000);
  let late = 0;
  for await (const page of playersByStatus(store, batchId, { status: 'predicted', completedAfter })) {
    late += page.filter(({ data }) => isLate(data, sealedAt)).length;
  }
  return late;
}

interface ReasonQuery {
  readonly status: 'skipped' | 'failed';
  readonly sealedAt: Instant | undefined;
}

async function countReasons(
  store: DocumentStore,
  batchId: string,
  { status, sealedAt }: ReasonQuery,
): Promise<{ reasons: Record<string, number>; late: number }> {
  const reasons: Record<string, number> = {};
  let late = 0;
  for await (const page of playersByStatus(store, batchId, { status })) {
    const inTime = sealedAt === undefined ? page : page.filter(({ data }) => !isLate(data, sealedAt));
    late += page.length - inTime.length;
    for (const { data } of inTime) if (data.reason !== null) reasons[data.reason] = (reasons[data.reason] ?? 0) + 1;
  }
  return { reasons, late };
}

export function totalPlayers(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
