import type { DocumentStore } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import {
  BATCHES,
  type BatchDocument,
  batchRef,
  type CurrentBatch,
  type DoneBatch,
} from '../documents/batch-document.ts';

/**
 * Reads a batch that Tipoff wrote. Returns undefined if the batch does not exist or was written by the system before
 * Tipoff.
 */
export async function readBatch(store: DocumentStore, batchId: string): Promise<CurrentBatch | undefined> {
  const found = await store.get(batchRef(batchId));
  return found !== undefined && isCurrent(found.data) ? found.data : undefined;
}

export function isCurrent(batch: BatchDocument): batch is CurrentBatch {
  return batch.state !== undefined && batch.state !== 'archived';
}

/**
 * Returns the time at which the batch was sealed. Returns undefined while the batch accepts outcomes, and for a batch
 * that ended without a consolidation.
 */
export function sealedAtOf(batch: CurrentBatch): Instant | undefined {
  return batch.state === 'preparing' || batch.state === 'open' ? undefined : (batch.sealed_at ?? undefined);
}

/** Whether the batch has announced the rows of its game date. An abandoned batch without rows leaves those of the batch before. */
export function hasAnnouncedRows(batch: BatchDocument): batch is DoneBatch {
  return batch.state === 'done' && (batch.result !== 'abandoned' || batch.row_count > 0);
}

/** Reads the batch of a game date that announced its rows most recently. */
export async function readNewestDoneBatch(store: DocumentStore, gameDate: string): Promise<DoneBatch | undefined> {
  const batches = await store.query({ collection: BATCHES }, { where: [['game_date', '==', gameDate]] });
  const done = batches.flatMap(({ data }) => (hasAnnouncedRows(data) ? [data] : []));
  return done.toSorted((a, b) => b.completion_time.localeCompare(a.completion_time))[0];
}
