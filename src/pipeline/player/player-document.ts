import * as z from 'zod';
import type { Collection, CollectionRef, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import { FAILURE_REASONS, PlayerStatus, SKIP_REASONS } from './outcome.ts';

/**
 * The document of one player in a batch, with the request, the input snapshot and the outcome. The progress of a batch
 * is counted from these documents.
 */
const PlayerDocument = z.object({
  player_lookup: z.string(),
  player_name: z.string(),
  team: z.string(),
  opponent: z.string(),
  game_id: z.string(),
  status: PlayerStatus,
  reason: z.enum([...SKIP_REASONS, ...FAILURE_REASONS]).nullable(),
  /** The generation of the batch in which the player was requested last. */
  generation: z.number().int(),
  /**
   * The attempt number of the player's request. It increases with every re-run, so that the answer to an older request
   * is refused.
   */
  attempt: z.number().int(),
  /** The number of times that a restarted batch runner has published the player's open request again. */
  republished: z.number().int(),
  row_count: z.number().int(),
  /** The number of deliveries of a failed player's request, as far as known; 0 for every other player. */
  deliveries: z.number().int().default(0),
  /** The text of the error that made the player fail; null for every other player. */
  last_error: z.string().nullable().default(null),
  /** The reasons why models have no row for a predicted player, by system id. */
  absent: z.record(z.string(), z.string()).nullable().default(null),
  requested_at: Instant,
  completed_at: Instant.nullable(),
  /** The input snapshot (`PlayerInput`) as JSON; null when the feature store has no row for the player. */
  input: z.string().nullable(),
  /**
   * The player's prediction rows as newline-delimited JSON. They have only the columns of `player_prop_predictions`
   * that the worker fills.
   */
  rows: z.string().nullable(),
});
export type PlayerDocument = z.infer<typeof PlayerDocument>;

export const PLAYERS: Collection<PlayerDocument> = {
  name: 'players',
  parent: 'prediction_batches',
  schema: PlayerDocument,
  /**
   * The collection of player documents has only one index, because every index slows down each write of a large batch.
   */
  indexes: [['status', 'completed_at']],
  texts: ['input', 'rows'],
  times: ['requested_at', 'completed_at'],
};

export function playersOf(batchId: string): CollectionRef<PlayerDocument> {
  return { collection: PLAYERS, parentId: batchId };
}

export function playerRef(batchId: string, playerLookup: string): DocumentRef<PlayerDocument> {
  return { collection: PLAYERS, parentId: batchId, id: playerLookup };
}

/**
 * Returns whether a player's outcome was committed after the batch was sealed. A late outcome does not belong to the
 * sealed generation.
 */
export function isLate(player: Pick<PlayerDocument, 'completed_at'>, sealedAt: Instant): boolean {
  return player.completed_at === null || player.completed_at > sealedAt;
}
