import { approvalRef } from '../../coordination/approvals/approval.ts';
import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { enqueuePosts } from '../../coordination/outbox/post.ts';
import type { Transaction } from '../../platform/document-store.ts';
import { progressPost } from './announce-batch.ts';
import { approvalPost, type CardDetail } from './approval-card.ts';
import type { BatchDeps } from './batch-deps.ts';
import type { CurrentBatch, OpenBatch } from './batch-document.ts';
import { changeBatch, changeBatchOnRecord, readBatch } from './change-batch.ts';
import { consolidateBatch } from './consolidate-batch.ts';
import { countPlayers } from './count-players.ts';
import { finishBatch } from './finish-batch.ts';
import { approvalOf } from './force-complete.ts';
import { readCardDetail } from './read-card-detail.ts';
import { type Force, sealBatch } from './seal-batch.ts';

export type Advance =
  | { readonly type: 'waiting'; readonly missing: number; readonly expected: number }
  | { readonly type: 'ended'; readonly batch: CurrentBatch };

/**
 * Takes a batch as far as it can go now: counts who is still missing, seals it when nobody is, consolidates what is sealed. May be called
 * at any time and by anybody; every step is taken by one caller.
 */
export async function advanceBatch(deps: BatchDeps, batchId: string): Promise<Advance> {
  for (;;) {
    const batch = await readBatch(deps.store, batchId);
    if (batch === undefined) throw new Error(`There is no batch ${batchId} to advance`);
    const advance = await takeStep(deps, batch);
    if (advance !== undefined) return advance;
  }
}

/** One step; undefined when there may be another. */
async function takeStep(deps: BatchDeps, batch: CurrentBatch): Promise<Advance | undefined> {
  switch (batch.state) {
    case 'preparing':
      return { type: 'waiting', missing: batch.expected_players, expected: batch.expected_players };
    case 'open': {
      const missing = await countMissing(deps, batch);
      const force = missing > 0 ? await approvedForce(deps, batch) : undefined;
      if (force !== undefined) {
        await sealBatch(deps, batch, force);
        return undefined;
      }
      if (missing > 0) return { type: 'waiting', missing, expected: batch.expected_players };
      await (batch.expected_players === 0 ? finishEmpty(deps, batch) : sealBatch(deps, batch));
      return undefined;
    }
    case 'consolidating':
      await consolidateBatch(deps, batch);
      return undefined;
    case 'failed':
    case 'done':
      return { type: 'ended', batch };
  }
}

/** Missing is who is still asked for; the count is of documents, so no redelivery can change it. A change is shown in the channel. */
async function countMissing(deps: BatchDeps, batch: OpenBatch): Promise<number> {
  const players = await countPlayers(deps.store, batch.batch_id);
  const completed = batch.expected_players - players.missing;
  if (completed !== batch.completed_count) {
    const expected = { batchId: batch.batch_id, state: 'open', generation: batch.generation } as const;
    const card = batch.approval_id === null ? undefined : await readCardDetail(deps.store, batch);
    await changeBatch(deps.store, expected, async (open, transaction) => {
      const asked = card === undefined ? [] : await pendingCard(transaction, open, card);
      await enqueuePosts(transaction, [progressPost(open, 'open', { players, now: deps.now() }), ...asked]);
      return { completed_count: completed };
    });
  }
  return players.missing;
}

/** Who decides a request sees how many are missing now. */
async function pendingCard(transaction: Transaction, { approval_id }: OpenBatch, card: CardDetail) {
  const approval = approval_id === null ? undefined : (await transaction.get(approvalRef(approval_id)))?.data;
  return approval?.state === 'pending' ? [approvalPost(approval, card, null)] : [];
}

/** People have approved that the batch ends without those who are missing. */
async function approvedForce({ store }: BatchDeps, batch: OpenBatch): Promise<Force | undefined> {
  const approval = await approvalOf(store, batch);
  return approval?.state === 'approved' ? { forcedBy: approval.decided_by ?? approval.requested_by } : undefined;
}

/** Nobody to predict: there is nothing to consolidate. */
function finishEmpty(deps: BatchDeps, batch: OpenBatch) {
  const nobody = { predicted: 0, skipped: {}, failed: {}, missing: 0 };
  return finishBatch(deps, batch, { ...nobody, result: 'empty', row_count: 0, model_count: 0, game_count: 0 });
}

/** A consolidation that failed is taken up again where it failed. */
export function retryConsolidation(
  { store }: BatchDeps,
  batch: CurrentBatch,
  trail: AuditContext,
): Promise<'changed' | 'superseded'> {
  const expected = { batchId: batch.batch_id, state: 'failed', generation: batch.generation } as const;
  const recorded = { store, trail, action: 'batch.consolidation_retried' };
  return changeBatchOnRecord(recorded, expected, async () => ({ state: 'consolidating' }));
}
