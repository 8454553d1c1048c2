import * as z from 'zod';
import type { Collection, CollectionRef, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import { FAILURE_REASONS, PlayerStatus, SKIP_REASONS } from './outcome.ts';

/** One player of a batch: the request, the input snapshot and the outcome. The progress of a batch is counted from these documents. */
const PlayerDocument = z.object({
  player_lookup: z.string(),
  player_name: z.string(),
  team: z.string(),
  opponent: z.string(),
  game_id: z.string(),
  status: PlayerStatus,
  reason: z.enum([...SKIP_REASONS, ...FAILURE_REASONS]).nullable(),
  /** The generation of the newest request. */
  generation: z.number().int(),
  /** Rises with every re-run, so that an answer to an older request is refused. */
  attempt: z.number().int(),
  /** How many times a restart has published the open request again. */
  republished: z.number().int(),
  row_count: z.number().int(),
  /** Why models have no row for a predicted player, by system id. */
  absent: z.record(z.string(), z.string()).nullable().default(null),
  requested_at: Instant,
  completed_at: Instant.nullable(),
  /** `PlayerInput` as JSON; null when the feature store has no row for him. */
  input: z.string().nullable(),
  /** Newline-delimited JSON: the columns of `player_prop_predictions` that the worker fills. */
  rows: z.string().nullable(),
});
export type PlayerDocument = z.infer<typeof PlayerDocument>;

export const PLAYERS: Collection<PlayerDocument> = {
  name: 'players',
  parent: 'prediction_batches',
  schema: PlayerDocument,
  /** One index only: every index slows down each write of a large batch. */
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

/** An outcome belongs to the sealed generation when it was committed no later than the seal. */
export function isLate(player: Pick<PlayerDocument, 'completed_at'>, sealedAt: Instant): boolean {
  return player.completed_at === null || player.completed_at > sealedAt;
}
