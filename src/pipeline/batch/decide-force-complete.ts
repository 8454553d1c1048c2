import { type Approval, approvalRef } from '../../coordination/approvals/approval.ts';
import {
  type ApprovalAnswer,
  type ApprovalDecision,
  applyDecision,
  changesRequest,
  revise,
} from '../../coordination/approvals/approval-policy.ts';
import { saveDecision, saveRevision } from '../../coordination/approvals/save-approval.ts';
import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { type Audit, auditedTransaction } from '../../coordination/audit/open-audit.ts';
import { enqueuePosts, POSTS } from '../../coordination/outbox/post.ts';
import { STORE_TIME, type Transaction } from '../../platform/document-store.ts';
import { type Instant, justBefore } from '../../platform/instant.ts';
import { batchRef, type OpenBatch } from '../documents/batch-document.ts';
import { progressPost } from './announce-batch.ts';
import { approvalPostKey, type CardDetail } from './approval-card.ts';
import { ApprovalCard } from './batch-announcements.ts';
import { batchCardPosts } from './batch-card.ts';
import type { BatchDeps } from './batch-deps.ts';
import { type ForceCompleteRoles, peopleNeeded } from './force-complete-policy.ts';
import { readCardDetail } from './read-card-detail.ts';
import { nextSequence, SEALED } from './seal-batch.ts';
import { readShownStall, showsRequest } from './shown-stall.ts';
import { readSlateHold, type SlateHold } from './slate-hold.ts';

export type ForceCompleteAnswer =
  | (ApprovalAnswer & {
      /** The progress of the batch at the moment when the last approval sealed it. */
      readonly published?: Pick<CardDetail, 'done' | 'expected'>;
    })
  | { readonly type: 'unknown' }
  /** Somebody holds the slate of the batch, so the approval would publish what that person stopped. */
  | { readonly type: 'slate-held'; readonly approval: Approval; readonly hold: SlateHold };

type DecideDeps = Pick<BatchDeps, 'store' | 'now'> & { readonly roles: ForceCompleteRoles };

/**
 * Records one person's decision on a force-complete and updates the card. The last approval seals the batch in the same
 * transaction, so the batch publishes exactly the outcomes that the card counts. An approval is refused as outdated
 * when fewer players have an outcome than the card showed. The number of approvals needed depends on the players who
 * have an outcome now, so a re-run cannot lower it.
 */
export async function decideForceComplete(
  { store, roles, now }: DecideDeps,
  decision: Omit<ApprovalDecision, 'needed' | 'approvers'>,
  auditContext: AuditContext,
): Promise<ForceCompleteAnswer> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const request = (await transaction.get(approvalRef(decision.approvalId)))?.data;
    if (request === undefined) return { type: 'unknown' };
    // The batch is read before its players are counted, so that a later re-run conflicts with this transaction.
    const batch = (await transaction.get(batchRef(request.batch_id)))?.data;
    if (batch?.state !== 'open') return { type: 'already-decided', approval: overtakenIfPending(request) };
    const hold = await holdOnApproval(transaction, batch, decision);
    if (hold !== undefined) return { type: 'slate-held', approval: request, hold };
    const decidedAt = await transaction.now();
    // Outcomes that workers record during this transaction get a later time, so this count does not include them.
    const sealedAt = justBefore(decidedAt);
    const detail = await readCardDetail(store, batch, sealedAt);
    const needed = peopleNeeded(detail, roles.forceCompleteApprovals);
    const answer = applyDecision(request, { ...decision, needed, approvers: roles.approvers }, decidedAt);
    if (!changesRequest(answer)) return answer;
    const decided = { store, transaction, audit, request, approval: answer.approval, batch, detail };
    if (answer.approval.state === 'approved') return await carryOut(decided, { sealedAt, now: now() });
    await saveCard(decided);
    return answer;
  });
}

/** Returns the hold that prevents an approval. A held slate does not prevent a cancellation. */
async function holdOnApproval(
  transaction: Transaction,
  { game_date }: OpenBatch,
  { state }: Pick<ApprovalDecision, 'state'>,
): Promise<SlateHold | undefined> {
  return state === 'approved' ? await readSlateHold(transaction, game_date) : undefined;
}

function overtakenIfPending(request: Approval): Approval {
  return request.state === 'pending' ? { ...request, state: 'overtaken' } : request;
}

interface DecidedRequest {
  readonly store: BatchDeps['store'];
  readonly transaction: Transaction;
  readonly audit: Audit;
  /** The approval request before the decision. `approval` is the same request after the decision. */
  readonly request: Approval;
  readonly approval: Approval;
  readonly batch: OpenBatch;
  readonly detail: CardDetail;
}

interface SealMoment {
  readonly sealedAt: Instant;
  readonly now: Date;
}

async function saveCard(decided: DecidedRequest): Promise<void> {
  const { transaction, audit, request, approval, batch } = decided;
  await enqueuePosts(transaction, await batchCardPosts(decided, batch, decided));
  saveDecision({ transaction, audit }, request, approval);
}

/**
 * Approves a force-complete request and seals the batch. Refuses the approval as outdated if fewer players have an
 * outcome than the card showed.
 */
async function carryOut(decided: DecidedRequest, seal: SealMoment): Promise<ForceCompleteAnswer> {
  const { transaction, batch, request, approval, detail } = decided;
  const shown = await shownOnCard(transaction, batch, request);
  if (shown !== undefined && detail.done < shown) return await refuseAsOutdated(decided);
  await approveAndSeal(decided, seal);
  return { type: 'decided', approval, published: detail };
}

/**
 * Returns the number of players with an outcome that the newest approval card shows, or undefined if the request has no
 * card yet.
 */
async function shownOnCard(
  transaction: Transaction,
  batch: OpenBatch,
  { approval_id }: Approval,
): Promise<number | undefined> {
  const stall = await readShownStall(transaction, batch);
  if (stall !== undefined && showsRequest(stall, approval_id)) return stall.card.done;
  const post = await transaction.get({ collection: POSTS, id: approvalPostKey(approval_id) });
  return post === undefined ? undefined : ApprovalCard.safeParse(JSON.parse(post.data.wanted)).data?.done;
}

/**
 * Refuses an approval, because fewer players have an outcome now than the card showed. The card then shows the new number and needs a new
 * approval.
 */
async function refuseAsOutdated(decided: DecidedRequest): Promise<ApprovalAnswer> {
  const { transaction, audit, batch, request, detail } = decided;
  const revised = revise(request);
  await enqueuePosts(transaction, await batchCardPosts(decided, batch, { approval: revised, detail }));
  saveRevision({ transaction, audit }, request, revised);
  return { type: 'shown-before', approval: revised };
}

async function approveAndSeal(decided: DecidedRequest, { sealedAt, now }: SealMoment): Promise<void> {
  const { transaction, audit, request, approval, batch, detail } = decided;
  const { players, done } = detail;
  const forcedBy = players.missing === 0 ? null : approval.decided_by;
  const next = await nextSequence(transaction, batch.game_date);
  const progress = progressPost(batch, 'consolidating', { players, now });
  await enqueuePosts(transaction, [progress, ...(await batchCardPosts(decided, batch, decided))]);
  saveDecision({ transaction, audit }, request, approval);
  next.write();
  const sealed = {
    ...SEALED,
    sealed_at: sealedAt,
    sequence: next.sequence,
    forced_by: forcedBy,
    completed_count: done,
  };
  transaction.update(batchRef(batch.batch_id), { ...sealed, updated_at: STORE_TIME });
  audit.append({
    action: 'batch.sealed',
    subject: { kind: 'batch', id: batch.batch_id },
    before: { state: batch.state, generation: batch.generation },
    after: { ...sealed, players },
  });
}
