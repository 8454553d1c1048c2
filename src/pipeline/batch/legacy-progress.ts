import * as z from 'zod';
import type { Collection, CollectionRef } from '../../platform/document-store.ts';
import type { BatchResult, LegacyBatch } from '../documents/batch-document.ts';

const LegacyCompletion = z.object({ player_lookup: z.string().optional() });
export type LegacyCompletion = z.infer<typeof LegacyCompletion>;

/** Completions of the system before Tipoff, one document a player. The document id is the player. */
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
 * The real progress of an old document. A player is completed when he is in the list or has a completion document; the counter is ignored.
 * A batch has ended when it says so or when everybody is completed. Any other batch was abandoned.
 */
export function legacyProgress(batch: LegacyBatch, completionIds: readonly string[]): LegacyProgress {
  const players = [...new Set([...batch.completed_players, ...completionIds])].sort();
  const everybody = players.length >= batch.expected_players && batch.expected_players > 0;
  if (everybody) return { players, result: 'complete' };
  if (!batch.is_complete) return { players, result: 'abandoned' };
  return { players, result: players.length === 0 ? 'empty' : 'partial' };
}
