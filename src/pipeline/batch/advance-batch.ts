import { approvalOf } from '../../coordination/approvals/approval.ts';
import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { enqueuePosts } from '../../coordination/outbox/post.ts';
import type { Transaction } from '../../platform/document-store.ts';
import type { CurrentBatch, OpenBatch } from '../documents/batch-document.ts';
import { progressPost } from './announce-batch.ts';
import { batchCardPosts, failureOnCard } from './batch-card.ts';
import type { BatchDeps } from './batch-deps.ts';
import { changeBatch, changeBatchOnRecord } from './change-batch.ts';
import { checkSlate } from './check-slate.ts';
import { readClosedGames } from './closed-games.ts';
import { consolidateBatch } from './consolidate-batch.ts';
import { countByStatus } from './count-by-status.ts';
import { finishBatch } from './finish-batch.ts';
import { readBatch } from './read-batch.ts';
import { readCardDetail } from './read-card-detail.ts';
import { sealBatch } from './seal-batch.ts';
import { hasLivingCard } from './shown-stall.ts';
import { heldSentence, readSlateHold } from './slate-hold.ts';

export type AdvanceResult =
  | {
      readonly type: 'waiting';
      readonly missing: number;
      readonly expected: number;
      /** Why the batch waits although every player has an outcome. */
      readonly heldBecause?: string;
    }
  | { readonly type: 'ended'; readonly batch: CurrentBatch };

/**
 * Advances a batch until it has to wait or has ended. The function counts the missing players, seals the batch when
 * nobody is missing, and consolidates a sealed batch. Any process may call it at any time: only one caller takes each
 * step.
 */
export async function advanceBatch(deps: BatchDeps, batchId: string): Promise<AdvanceResult> {
  for (;;) {
    const batch = await readBatch(deps.store, batchId);
    if (batch === undefined) throw new Error(`Batch ${batchId} does not exist and cannot advance`);
    const advance = await takeStep(deps, batch);
    if (advance !== undefined) return advance;
  }
}

/**
 * Takes one step of a batch. Returns undefined if another step can follow immediately, otherwise whether the batch
 * waits or has ended.
 */
async function takeStep(deps: BatchDeps, batch: CurrentBatch): Promise<AdvanceResult | undefined> {
  switch (batch.state) {
    case 'preparing':
      return { type: 'waiting', missing: batch.expected_players, expected: batch.expected_players };
    case 'open': {
      const missing = await countMissing(deps, batch);
      if (missing > 0 && (await sealApproved(deps, batch)) === 'sealed') return undefined;
      if (missing > 0) return { type: 'waiting', missing, expected: batch.expected_players };
      return await endRequests(deps, batch);
    }
    case 'consolidating':
      await consolidateBatch(deps, batch);
      return undefined;
    case 'failed':
    case 'done':
      return { type: 'ended', batch };
  }
}

/** Seals an open batch whose players all have an outcome. The batch waits while somebody holds its slate. */
async function endRequests(deps: BatchDeps, batch: OpenBatch): Promise<AdvanceResult | undefined> {
  const hold = await readSlateHold(deps.store, batch.game_date);
  if (hold !== undefined)
    return { type: 'waiting', missing: 0, expected: batch.expected_players, heldBecause: heldSentence(hold) };
  await (batch.expected_players === 0 ? finishEmpty(deps, batch) : sealBatch(deps, batch));
  return undefined;
}

/**
 * Counts the players of a batch without an outcome and updates its posts when the count has changed. Only player
 * documents in the status `requested` are counted, so a redelivered message cannot change the count.
 */
async function countMissing(deps: BatchDeps, batch: OpenBatch): Promise<number> {
  const players = await countByStatus(deps.store, batch.batch_id);
  const completed = batch.expected_players - players.missing;
  if (completed !== batch.completed_count) {
    const expected = { batchId: batch.batch_id, state: 'open', generation: batch.generation } as const;
    await changeBatch(deps.store, expected, async (open, transaction) => {
      const cardPosts = await livingCard(deps, transaction, open);
      await enqueuePosts(transaction, [progressPost(open, 'open', { players, now: deps.now() }), ...cardPosts]);
      return { completed_count: completed };
    });
  }
  return players.missing;
}

/**
 * Returns the card of a batch with a pending request or a stall, with the players who have no outcome yet. The players
 * are counted after the batch is read, so that the count includes every re-run.
 */
async function livingCard({ store }: BatchDeps, transaction: Transaction, batch: OpenBatch) {
  if (!(await hasLivingCard(transaction, batch))) return [];
  const found = await approvalOf(transaction, batch);
  const approval = found?.state === 'pending' ? found : undefined;
  return await batchCardPosts({ store, transaction }, batch, { approval, detail: await readCardDetail(store, batch) });
}

/**
 * Seals an open batch whose force-complete is already approved. This concerns only approvals that an earlier release of
 * Tipoff recorded, because an approval now seals the batch in its own transaction.
 */
export async function sealApproved(deps: BatchDeps, batch: OpenBatch): Promise<'sealed' | 'not-sealed'> {
  const forcedBy = await forceCompletedBy(deps, batch);
  if (forcedBy === undefined) return 'not-sealed';
  return (await sealBatch(deps, batch, { forcedBy })) === 'changed' ? 'sealed' : 'not-sealed';
}

async function forceCompletedBy({ store }: BatchDeps, batch: OpenBatch): Promise<string | undefined> {
  const approval = await approvalOf(store, batch);
  return approval?.state === 'approved' ? (approval.decided_by ?? approval.requested_by) : undefined;
}

/** Finishes a batch that has no players and therefore nothing to consolidate. */
async function finishEmpty(deps: BatchDeps, batch: OpenBatch) {
  const closed_games = [...(await readClosedGames(deps, { gameDate: batch.game_date, now: deps.now() }))];
  const failed_checks = await checkSlate(deps, batch);
  const noOutcomes = { predicted: 0, skipped: {}, failed: {}, missing: 0 };
  const noRows = { row_count: 0, model_count: 0, game_count: 0, backfill_count: 0 };
  return await finishBatch(deps, batch, { ...noOutcomes, ...noRows, result: 'empty', closed_games, failed_checks });
}

/**
 * Resumes a failed consolidation (the write of a sealed batch to the warehouse) at the step that failed. Refused as
 * `superseded` while somebody holds the slate.
 */
export function retryConsolidation(
  { store }: BatchDeps,
  batch: CurrentBatch,
  auditContext: AuditContext,
): Promise<'changed' | 'superseded'> {
  const expected = { batchId: batch.batch_id, state: 'failed', generation: batch.generation } as const;
  const recorded = { store, auditContext, action: 'batch.consolidation_retried' };
  return changeBatchOnRecord(recorded, expected, async (failed, transaction) => {
    if ((await readSlateHold(transaction, failed.game_date)) !== undefined) return;
    await enqueuePosts(transaction, await failureOnCard({ store, transaction }, failed, null));
    return { state: 'consolidating' };
  });
}
