import type { DocumentStore } from '../../platform/document-store.ts';
import { BATCHES, type BatchDocument, batchRef, type CurrentBatch, type DoneBatch } from './batch-document.ts';

/** The batch as Tipoff writes it; undefined when there is none, or only a document of the system before Tipoff. */
export async function readBatch(store: DocumentStore, batchId: string): Promise<CurrentBatch | undefined> {
  const found = await store.get(batchRef(batchId));
  return found !== undefined && isCurrent(found.data) ? found.data : undefined;
}

export function isCurrent(batch: BatchDocument): batch is CurrentBatch {
  return batch.state !== undefined && batch.state !== 'archived';
}

/** The batch of a game date that finished last. */
export async function readNewestDoneBatch(store: DocumentStore, gameDate: string): Promise<DoneBatch | undefined> {
  const batches = await store.query({ collection: BATCHES }, { where: [['game_date', '==', gameDate]] });
  const done = batches.flatMap(({ data }) => (data.state === 'done' ? [data] : []));
  return done.toSorted((a, b) => b.completion_time.localeCompare(a.completion_time))[0];
}
