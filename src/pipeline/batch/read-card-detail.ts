import type { DocumentStore } from '../../platform/document-store.ts';
import { readMissing } from '../results/slate-detail.ts';
import type { CardDetail } from './approval-card.ts';
import { batchRef } from './batch-document.ts';
import { countByStatus } from './count-by-status.ts';

/** The progress of the batch and its missing players, as the approval card shows them. */
export async function readCardDetail(store: DocumentStore, batch: { readonly batch_id: string }): Promise<CardDetail> {
  const [players, missing, document] = await Promise.all([
    countByStatus(store, batch.batch_id),
    readMissing(store, batch.batch_id),
    store.get(batchRef(batch.batch_id)),
  ]);
  const expected = document?.data.expected_players ?? 0;
  return { ...missing, done: expected - players.missing, expected };
}
