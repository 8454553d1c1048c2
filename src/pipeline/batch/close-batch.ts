import { wantPosts } from '../../coordination/posts/post.ts';
import { STORE_TIME, type Transaction } from '../../platform/document-store.ts';
import {
  alertOf,
  alertPostKey,
  announceSlate,
  progressPost,
  type SlateDetail,
  slatePostKey,
} from '../results/announce-batch.ts';
import { readSlateDetail } from '../results/slate-detail.ts';
import { activeBatchRef } from './active-batch.ts';
import type { BatchDeps } from './batch-deps.ts';
import type { CurrentBatch, DoneBatch, FailedBatch } from './batch-document.ts';
import { changeBatch } from './change-batch.ts';
import { countPlayers } from './count-players.ts';

export type Ending =
  | Pick<FailedBatch, 'state' | 'failure'>
  | (Pick<DoneBatch, 'state' | 'result' | 'predicted' | 'skipped' | 'failed' | 'missing'> &
      Pick<DoneBatch, 'row_count' | 'model_count' | 'game_count' | 'completed_count' | 'is_complete'>);

type Done = Extract<Ending, { state: 'done' }>;

/**
 * Ends a batch. The end, what is announced and the date that becomes free are one change: none is ever seen without the others. A batch
 * whose consolidation failed keeps its date, because it is to be repeated.
 */
export async function closeBatch(
  deps: BatchDeps,
  batch: CurrentBatch,
  ending: Ending,
): Promise<'done' | 'failed' | 'superseded'> {
  const expected = { batchId: batch.batch_id, state: batch.state, generation: batch.generation };
  const detail = ending.state === 'done' ? await readSlateDetail(deps, batch) : undefined;
  const players = await countPlayers(deps.store, batch.batch_id);
  const changed = await changeBatch(deps.store, expected, async (current, transaction) => {
    if (ending.state === 'failed' || detail === undefined) {
      const progress = progressPost(current, 'failed', { players, now: deps.now() });
      await wantPosts(transaction, [progress, ...alertPosts({ ...current, ...ending })]);
      return ending;
    }
    await announceDone(transaction, current, { ending, detail, now: deps.now() });
    return { ...ending, completion_time: STORE_TIME };
  });
  return changed === 'changed' ? ending.state : 'superseded';
}

async function announceDone(
  transaction: Transaction,
  batch: CurrentBatch,
  { ending, detail, now }: { ending: Done; detail: SlateDetail; now: Date },
): Promise<void> {
  const done = { ...batch, ...ending };
  const active = await transaction.get(activeBatchRef(done.game_date));
  const slate = { key: slatePostKey(done.game_date), announcement: announceSlate(done, detail, now) };
  await wantPosts(transaction, [slate, ...alertPosts(done)]);
  if (active?.data.batch_id === done.batch_id) transaction.delete(activeBatchRef(done.game_date));
}

function alertPosts(ended: Parameters<typeof alertOf>[0]) {
  const alert = alertOf(ended);
  return alert === undefined ? [] : [{ key: alertPostKey(ended), announcement: alert }];
}
