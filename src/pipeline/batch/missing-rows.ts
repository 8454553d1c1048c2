import type { DocumentStore } from '../../platform/document-store.ts';
import { BATCHES } from '../documents/batch-document.ts';
import { hasAnnouncedRows } from './read-batch.ts';

/** A finished batch that announced more rows than the warehouse holds for it. */
export interface MissingRows {
  readonly batch_id: string;
  readonly game_date: string;
  readonly announced: number;
  readonly active: number;
}

/**
 * Compares the active rows of each game date with the number of rows that its newest finished batch announced. Returns
 * the dates with too few rows, the oldest date first.
 */
export async function findMissingRows(
  store: DocumentStore,
  activeRows: ReadonlyMap<string, number>,
): Promise<readonly MissingRows[]> {
  const found = await store.query({ collection: BATCHES }, { where: [['state', '==', 'done']] });
  const done = found.flatMap(({ data }) => (hasAnnouncedRows(data) ? [data] : []));
  const oldestFirst = done.toSorted((a, b) => a.completion_time.localeCompare(b.completion_time));
  const newest = new Map(oldestFirst.map((batch) => [batch.game_date, batch]));
  const byDate = [...newest.values()].toSorted((a, b) => a.game_date.localeCompare(b.game_date));
  return byDate.flatMap(({ batch_id, game_date, row_count: announced }) => {
    const active = activeRows.get(batch_id) ?? 0;
    return active < announced ? [{ batch_id, game_date, announced, active }] : [];
  });
}
