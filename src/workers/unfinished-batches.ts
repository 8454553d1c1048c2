import { BATCHES, type CurrentBatch } from '../pipeline/documents/batch-document.ts';
import type { DocumentStore } from '../platform/document-store.ts';

const UNFINISHED = ['preparing', 'open', 'consolidating'] as const satisfies readonly CurrentBatch['state'][];

/** Returns the ids of the batches that have not ended. A failed batch has ended, because people have to decide about it. */
export async function unfinishedBatches(store: DocumentStore): Promise<readonly string[]> {
  const found = await Promise.all(
    UNFINISHED.map((state) => store.query({ collection: BATCHES }, { where: [['state', '==', state]] })),
  );
  return found.flat().map(({ id }) => id);
}
