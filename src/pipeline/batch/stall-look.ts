import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import { StallCause } from './stall-policy.ts';

/**
 * The newest stall check of a batch. It has its own document, so that a stall check never changes the batch document.
 */
const StallLook = z.object({
  batch_id: z.string(),
  generation: z.number().int(),
  looked_at: Instant,
  /** The number of players who had an outcome at the time of the stall check. */
  done: z.number().int(),
  /** The cause of the stall in the newest alert to the channel; null before the first alert of the generation. */
  alerted: StallCause.nullable(),
  /** The key of the post that shows the stall; null before the first alert of the generation. */
  card_key: z.string().nullable().default(null),
  /** The players whom the injury reports ruled out at the time of the stall check, by `player_lookup`. */
  ruled_out: z.array(z.string()).default([]),
});
export type StallLook = z.infer<typeof StallLook>;

export const STALL_LOOKS: Collection<StallLook> = {
  name: 'stall_looks',
  schema: StallLook,
  indexes: [],
  texts: [],
  times: ['looked_at'],
};

export function stallLookRef(batchId: string): DocumentRef<StallLook> {
  return { collection: STALL_LOOKS, id: batchId };
}
