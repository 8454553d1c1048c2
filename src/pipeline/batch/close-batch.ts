import { wantPosts } from '../../coordination/posts/post.ts';
import { type DocumentStore, STORE_TIME, type Transaction } from '../../platform/document-store.ts';
import { alertOf, alertPostKey, announceSlate, slatePostKey } from '../results/announcement.ts';
import { activeBatchRef } from './active-batch.ts';
import type { CurrentBatch, DoneBatch, FailedBatch } from './batch-document.ts';
import { changeBatch } from './change-batch.ts';

export type Ending =
  | Pick<FailedBatch, 'state' | 'failure'>
  | (Pick<DoneBatch, 'state' | 'result' | 'predicted' | 'skipped' | 'failed' | 'missing'> &
      Pick<DoneBatch, 'row_count' | 'model_count' | 'game_count' | 'completed_count' | 'is_complete'>);

/**
 * Ends a batch. The end, what is announced and the date that becomes free are one change: none is ever seen without the others. A batch
 * whose consolidation failed keeps its date, because it is to be repeated.
 */
export async function closeBatch(
  store: DocumentStore,
  batch: CurrentBatch,
  ending: Ending,
): Promise<'done' | 'failed' | 'superseded'> {
  const expected = { batchId: batch.batch_id, state: batch.state, generation: batch.generation };
  const changed = await changeBatch(store, expected, async (current, transaction) => {
    if (ending.state === 'failed') {
      await announce(transaction, current, ending);
      return ending;
    }
    const active = await transaction.get(activeBatchRef(current.game_date));
    await announce(transaction, current, ending);
    if (active?.data.batch_id === current.batch_id) transaction.delete(activeBatchRef(current.game_date));
    return { ...ending, completion_time: STORE_TIME };
  });
  return changed === 'changed' ? ending.state : 'superseded';
}

function announce(transaction: Transaction, batch: CurrentBatch, ending: Ending): Promise<void> {
  const ended = { ...batch, ...ending };
  const alert = alertOf(ended);
  const alerts = alert === undefined ? [] : [{ key: alertPostKey(ended), announcement: alert }];
  const slates =
    ended.state === 'failed' ? [] : [{ key: slatePostKey(ended.game_date), announcement: announceSlate(ended) }];
  return wantPosts(transaction, [...slates, ...alerts]);
}
