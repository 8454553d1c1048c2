import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { enqueuePosts } from '../../coordination/outbox/post.ts';
import { STORE_TIME } from '../../platform/document-store.ts';
import type { CurrentBatch } from '../documents/batch-document.ts';
import { readSlateDetail } from '../results/slate-detail.ts';
import { activeBatchRef } from './active-batch.ts';
import { announceSlate, slatePostKey } from './announce-batch.ts';
import type { BatchDeps } from './batch-deps.ts';
import { changeBatchOnRecord } from './change-batch.ts';
import { closeApproval } from './close-approval.ts';
import { readTableCounts } from './consolidate-batch.ts';
import { countOutcomes } from './count-outcomes.ts';
import { readCardDetail } from './read-card-detail.ts';

/** A batch in a state in which its current generation has not published any predictions. */
export type AbandonableBatch = Extract<CurrentBatch, { state: 'preparing' | 'open' | 'failed' }>;

/**
 * Ends a batch without publishing anything of its current generation, and frees the game date for another batch. Rows
 * that an earlier generation published stay active. The result is `superseded` when the batch has advanced since the
 * caller read it; then nothing is abandoned.
 */
export async function abandonBatch(
  deps: BatchDeps,
  batch: AbandonableBatch,
  { auditContext, reason }: { readonly auditContext: AuditContext; readonly reason: string },
): Promise<'abandoned' | 'superseded'> {
  const { batch_id: batchId, state, generation } = batch;
  const outcomes = await countOutcomes(deps.store, batchId);
  const completed = Math.max(0, batch.expected_players - outcomes.missing);
  const card = await readCardDetail(deps.store, batch);
  const detail = await readSlateDetail(deps, batch, card);
  const counts = await readTableCounts(deps, batch);
  const recorded = { store: deps.store, auditContext, action: 'batch.abandoned' };
  const changed = await changeBatchOnRecord(
    recorded,
    { batchId, state, generation },
    async (current, transaction, audit) => {
      const end = { ...outcomes, ...counts, result: 'abandoned', abandoned_because: reason } as const;
      const done = { ...current, ...end, state: 'done', completed_count: completed, is_complete: true } as const;
      const active = await transaction.get(activeBatchRef(current.game_date));
      const closed = await closeApproval(transaction, current.approval_id, {
        readCard: () => Promise.resolve(card),
        outcome: 'abandoned',
      });
      const slate = { key: slatePostKey(current.game_date), announcement: announceSlate(done, detail, deps.now()) };
      await enqueuePosts(transaction, [slate, ...closed.posts]);
      closed.write(audit);
      if (active?.data.batch_id === batchId) transaction.delete(activeBatchRef(current.game_date));
      return { ...end, state: 'done', completed_count: completed, is_complete: true, completion_time: STORE_TIME };
    },
  );
  return changed === 'changed' ? 'abandoned' : 'superseded';
}
