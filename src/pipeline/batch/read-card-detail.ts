import type { DocumentStore } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import type { CurrentBatch } from '../documents/batch-document.ts';
import { isLate, playersOf } from '../player/player-document.ts';
import { MAX_NAMED, type UnpredictedPlayer, unpredictedPlayer } from '../results/slate-detail.ts';
import type { CardDetail } from './approval-card.ts';
import { countByStatus } from './count-by-status.ts';
import { byStatus, countOutcomes, searchLateFrom } from './count-outcomes.ts';
import { playersByStatus } from './players-by-status.ts';

/**
 * Reads the progress of a batch and its missing players for the approval card. With `sealedAt`, a player whose outcome
 * was committed after the seal also counts as missing, because the batch does not publish it.
 */
export async function readCardDetail(
  store: DocumentStore,
  { batch_id: batchId, expected_players: expected }: Pick<CurrentBatch, 'batch_id' | 'expected_players'>,
  sealedAt?: Instant,
): Promise<CardDetail> {
  const players =
    sealedAt === undefined
      ? await countByStatus(store, batchId)
      : byStatus(await countOutcomes(store, batchId, sealedAt));
  const named = players.missing === 0 ? [] : await nameMissing(store, batchId, sealedAt);
  return {
    players,
    unpredicted: named.slice(0, players.missing),
    unpredicted_total: players.missing,
    done: expected - players.missing,
    expected,
  };
}

/** Returns the first players of a batch who have no outcome, or whose outcome was committed after the seal. */
async function nameMissing(
  store: DocumentStore,
  batchId: string,
  sealedAt: Instant | undefined,
): Promise<UnpredictedPlayer[]> {
  const requested = await store.query(playersOf(batchId), {
    where: [['status', '==', 'requested']],
    limit: MAX_NAMED,
  });
  const named = requested.map(({ data }) => unpredictedPlayer(data));
  if (sealedAt === undefined) return named;
  const completedAfter = searchLateFrom(sealedAt);
  for (const status of ['predicted', 'failed', 'skipped'] as const) {
    for await (const page of playersByStatus(store, batchId, { status, completedAfter })) {
      const late = page.filter(({ data }) => isLate(data, sealedAt));
      named.push(...late.map(({ data }) => unpredictedPlayer({ ...data, reason: null })));
      if (named.length >= MAX_NAMED) return named.slice(0, MAX_NAMED);
    }
  }
  return named;
}
