import { enqueuePosts } from '../../coordination/outbox/post.ts';
import type { ConsolidatingBatch } from '../documents/batch-document.ts';
import { alertPosts, progressPost } from './announce-batch.ts';
import { failureOnCard } from './batch-card.ts';
import type { BatchDeps } from './batch-deps.ts';
import { changeBatchOnRecord } from './change-batch.ts';
import { byStatus, countOutcomes } from './count-outcomes.ts';
import { runnerAuditContext } from './runner-audit-context.ts';

/**
 * Marks a batch as failed when its consolidation has failed. The batch stays the open batch of its game date, so that
 * the consolidation can be repeated.
 */
export async function failBatch(
  deps: BatchDeps,
  batch: ConsolidatingBatch,
  failure: string,
): Promise<'failed' | 'superseded'> {
  deps.log.error({ batchId: batch.batch_id, failure }, 'consolidation failed');
  const expected = { batchId: batch.batch_id, state: batch.state, generation: batch.generation };
  const players = byStatus(await countOutcomes(deps.store, batch.batch_id, batch.sealed_at));
  const recorded = { store: deps.store, auditContext: runnerAuditContext(deps), action: 'batch.failed' };
  const changed = await changeBatchOnRecord(recorded, expected, async (current, transaction) => {
    const progress = progressPost(current, 'failed', { players, now: deps.now() });
    const alerts = alertPosts({ ...current, state: 'failed', failure });
    const card = await failureOnCard({ store: deps.store, transaction }, current, failure);
    await enqueuePosts(transaction, [progress, ...(card.length > 0 ? card : alerts)]);
    return { state: 'failed', failure };
  });
  return changed === 'changed' ? 'failed' : 'superseded';
}
