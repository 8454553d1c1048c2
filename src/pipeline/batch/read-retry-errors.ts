import type { DocumentStore } from '../../platform/document-store.ts';
import { millisOf } from '../../platform/instant.ts';
import { readDeliveryWindow } from '../deliveries/read-deliveries.ts';

/** Reads the reason of the newest repeated delivery of each player of a batch, by `player_lookup`, from the last 15 minutes. */
export async function readRetryErrors(store: DocumentStore, batchId: string): Promise<ReadonlyMap<string, string>> {
  const now = new Date(millisOf(await store.now()));
  const { repeated } = await readDeliveryWindow(store, now);
  const ofBatch = repeated.filter(({ batch_id }) => batch_id === batchId);
  return new Map(ofBatch.map(({ player_lookup, reason }) => [player_lookup, reason]));
}
