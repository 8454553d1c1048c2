import * as z from 'zod';
import type { DocumentStore } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import { UserText } from '../../platform/user-text.ts';
import type { CurrentBatch } from '../documents/batch-document.ts';
import { isLate, type PlayerDocument, playersOf } from '../player/player-document.ts';
import { MissingWhy, missingWhy } from './missing-groups.ts';
import { sealedAtOf } from './read-batch.ts';
import { missingContext } from './read-missing-groups.ts';
import { readRetryErrors } from './read-retry-errors.ts';
import { readShownStall } from './shown-stall.ts';

/** The order in which people need the players of a batch: first those who hold it up. */
const ORDER = ['missing', 'late', 'failed', 'skipped', 'predicted'] as const;

/** One player of a batch, and why he has no prediction. */
export const BatchPlayer = z.object({
  player_lookup: z.string(),
  player_name: UserText,
  team: UserText,
  status: z.enum(ORDER),
  /** Why the player is missing, was skipped or failed; null for a predicted player. */
  reason: UserText.nullable(),
  requested_at: Instant,
  completed_at: Instant.nullable(),
});
export type BatchPlayer = Readonly<z.infer<typeof BatchPlayer>>;

/** Reads all players of a batch: the missing ones first, then late, failed, skipped and predicted ones, each by name. */
export async function readBatchPlayers(store: DocumentStore, batch: CurrentBatch): Promise<readonly BatchPlayer[]> {
  const found = await store.query(playersOf(batch.batch_id), {});
  const stall = await readShownStall(store, batch);
  const errors = await readRetryErrors(store, batch.batch_id);
  const done = found.filter(({ data }) => data.status !== 'requested').length;
  const context = missingContext(batch, { ruledOut: stall?.ruledOut ?? new Set(), errors, done });
  const sealedAt = sealedAtOf(batch);
  const players = found.map(({ data }): BatchPlayer => {
    const { player_lookup, player_name, team, requested_at, completed_at } = data;
    const why = data.status === 'requested' ? missingWhy(data, context) : null;
    const late = sealedAt !== undefined && data.status !== 'requested' && isLate(data, sealedAt);
    const status = statusOf(data, late ? 'late' : 'in-time');
    const reason = late ? MissingWhy.enum.late : (why ?? data.reason);
    return { player_lookup, player_name, team, status, reason, requested_at, completed_at };
  });
  return players.toSorted(
    (a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || a.player_name.localeCompare(b.player_name),
  );
}

function statusOf({ status }: PlayerDocument, timing: 'late' | 'in-time'): BatchPlayer['status'] {
  if (status === 'requested') return 'missing';
  return timing === 'late' ? 'late' : status;
}
