import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';

/**
 * The document that names the open batch of a game date. It can be created only while it does not exist, so a date has
 * at most one open batch across all processes.
 */
const ActiveBatch = z.object({ game_date: z.string(), batch_id: z.string(), claimed_at: Instant });
export type ActiveBatch = z.infer<typeof ActiveBatch>;

export const ACTIVE_BATCHES: Collection<ActiveBatch> = {
  name: 'active_batches',
  schema: ActiveBatch,
  indexes: [],
  texts: [],
  times: ['claimed_at'],
};

export function activeBatchRef(gameDate: string): DocumentRef<ActiveBatch> {
  return { collection: ACTIVE_BATCHES, id: gameDate };
}
