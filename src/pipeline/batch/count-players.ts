import type { DocumentStore } from '../../platform/document-store.ts';
import { playersOf } from '../player/player-document.ts';
import type { PlayersByOutcome } from './announce-batch.ts';

/** Counts the players of a batch by outcome, as they stand now. */
export async function countPlayers(store: DocumentStore, batchId: string): Promise<PlayersByOutcome> {
  const count = (status: string) => store.count(playersOf(batchId), [['status', '==', status]]);
  const [predicted, skipped, failed, missing] = await Promise.all([
    count('predicted'),
    count('skipped'),
    count('failed'),
    count('requested'),
  ]);
  return { predicted, skipped, failed, missing };
}
