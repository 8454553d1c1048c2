import * as z from 'zod';
import type { Collection, CollectionRef } from '../../platform/document-store.ts';
import type { BatchResult, LegacyBatch } from '../documents/batch-document.ts';

const LegacyCompletion = z.object({ player_lookup: z.string().optional() });
export type LegacyCompletion = z.infer<typeof LegacyCompletion>;

/**
 * The completed players of a batch in the system before Tipoff. Each player has one document, whose id is the player.
 */
export const COMPLETIONS: Collection<LegacyCompletion> = {
  name: 'completions',
  parent: 'prediction_batches',
  schema: LegacyCompletion,
  indexes: [],
  texts: [],
  times: [],
};

export function completionsOf(batchId: string): CollectionRef<LegacyCompletion> {
  return { collection: COMPLETIONS, parentId: batchId };
}

export interface LegacyProgress {
  readonly players: readonly string[];
  readonly result: BatchResult;
}

/**
 * Computes the real progress of a batch document of the system before Tipoff. A player is completed when the document
 * lists him or when he has a completion document. The document's counter is ignored, because it may be wrong. The batch
 * ended if it is marked complete or all players are completed; otherwise it was abandoned.
 */
export function legacyProgress(batch: LegacyBatch, completionIds: readonly string[]): LegacyProgress {
  const players = [...new Set([...batch.completed_players, ...completionIds])].sort();
  const everybody = players.length >= batch.expected_players && batch.expected_players > 0;
  if (everybody) return { players, result: 'complete' };
  if (!batch.is_complete) return { players, result: 'abandoned' };
  return { players, result: players.length === 0 ? 'empty' : 'partial' };
}
