import type { DocumentStore } from '../../platform/document-store.ts';
import { BATCHES, type CurrentBatch } from '../documents/batch-document.ts';
import { isCurrent } from './read-batch.ts';

/** Reads the batches of a game date that Tipoff wrote, sorted by `as_of`, newest first. */
export async function readBatchesOfDate(store: DocumentStore, gameDate: string): Promise<readonly CurrentBatch[]> {
  const found = await store.query({ collection: BATCHES }, { where: [['game_date', '==', gameDate]] });
  return found
    .map(({ data }) => data)
    .filter(isCurrent)
    .toSorted((a, b) => b.as_of.localeCompare(a.as_of));
}
