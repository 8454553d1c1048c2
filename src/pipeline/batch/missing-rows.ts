import type { DocumentStore } from '../../platform/document-store.ts';
import { BATCHES } from '../documents/batch-document.ts';
import { readNewestDoneBatch } from './read-batch.ts';

/** A finished batch that announced more rows than the warehouse holds. */
export interface MissingRows {
  readonly batch_id: string;
  readonly game_date: string;
  readonly announced: number;
  readonly active: number;
}

/** Compares the newest finished batch of each game date with its active rows, oldest date first. */
export async function findMissingRows(
  store: DocumentStore,
  activeRows: ReadonlyMap<string, number>,
): Promise<readonly MissingRows[]> {
  const done = await store.query({ collection: BATCHES }, { where: [['state', '==', 'done']] });
  const dates = [...new Set(done.map(({ data }) => data.game_date))].toSorted();
  const newest = await Promise.all(dates.map((date) => readNewestDoneBatch(store, date)));
  return newest.flatMap((batch) => {
    if (batch === undefined) return [];
    const { batch_id, game_date, row_count: announced } = batch;
    const active = activeRows.get(batch_id) ?? 0;
    return active < announced ? [{ batch_id, game_date, announced, active }] : [];
  });
}
