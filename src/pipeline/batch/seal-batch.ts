import { type DocumentStore, STORE_TIME } from '../../platform/document-store.ts';
import type { OpenBatch } from './batch-document.ts';
import { changeBatch } from './change-batch.ts';
import { slateSequenceRef } from './slate-sequence.ts';

/**
 * Closes the batch to outcomes: one compare-and-set that records when, by the clock of the store, and the place of this generation among
 * all of its game date. What is completed later is late.
 */
export function sealBatch(store: DocumentStore, open: OpenBatch): Promise<'changed' | 'superseded'> {
  const expected = { batchId: open.batch_id, state: 'open', generation: open.generation } as const;
  return changeBatch(store, expected, async (batch, transaction) => {
    const ref = slateSequenceRef(batch.game_date);
    const found = await transaction.get(ref);
    const sequence = (found?.data.last_sequence ?? 0) + 1;
    if (found === undefined) transaction.create(ref, { game_date: batch.game_date, last_sequence: sequence });
    else transaction.update(ref, { last_sequence: sequence });
    return { state: 'consolidating', sealed_at: STORE_TIME, sequence, load_job: 0, merge_job: 0 };
  });
}
