import type { DocumentStore } from '../../platform/document-store.ts';
import { readMissing } from '../results/slate-detail.ts';
import type { CardDetail } from './approval-card.ts';
import { batchRef } from './batch-document.ts';
import { countPlayers } from './count-players.ts';

/** How far the batch is and who is missing, as the card tells it. */
export async function readCardDetail(store: DocumentStore, batch: { readonly batch_id: string }): Promise<CardDetail> {
  const [players, missing, document] = await Promise.all([
    countPlayers(store, batch.batch_id),
    readMissing(store, batch.batch_id),
    store.get(batchRef(batch.batch_id)),
  ]);
  const expected = document?.data.expected_players ?? 0;
  return { ...missing, done: expected - players.missing, expected };
}
