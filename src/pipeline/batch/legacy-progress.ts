import * as z from 'zod';
import type { Collection, CollectionRef } from '../../platform/document-store.ts';
import type { BatchResult, LegacyBatch } from './batch-document.ts';

const LegacyCompletion = z.object({ player_lookup: z.string().optional() });
export type LegacyCompletion = z.infer<typeof LegacyCompletion>;

/** Completions of the system before, one document a player; its id is the player. */
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
 * What an old document really says: a player is completed who stands in the list or has a completion document, once; the counter beside
 * them is not believed. A batch that says it is complete, or has everybody, is over; one that is neither was abandoned.
 */
export function legacyProgress(batch: LegacyBatch, completionIds: readonly string[]): LegacyProgress {
  const players = [...new Set([...batch.completed_players, ...completionIds])].sort();
  const everybody = players.length >= batch.expected_players && batch.expected_players > 0;
  if (everybody) return { players, result: 'complete' };
  if (!batch.is_complete) return { players, result: 'abandoned' };
  return { players, result: players.length === 0 ? 'empty' : 'partial' };
}
