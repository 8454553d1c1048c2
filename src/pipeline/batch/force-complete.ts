import { type Approval, approvalRef } from '../../coordination/approvals/approval.ts';
import {
  type ApprovalAnswer,
  type ApprovalDecision,
  applyDecision,
  changesRequest,
  hasExpired,
} from '../../coordination/approvals/approval-policy.ts';
import { overdueApprovals } from '../../coordination/approvals/overdue-approvals.ts';
import { saveDecision, saveExpiry } from '../../coordination/approvals/save-approval.ts';
import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { auditedTransaction } from '../../coordination/audit/open-audit.ts';
import { enqueuePosts } from '../../coordination/outbox/post.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import { approvalPost } from './approval-card.ts';
import type { BatchDeps } from './batch-deps.ts';
import { batchRef } from './batch-document.ts';
import { type ForceRule, newRequest, peopleNeeded } from './new-request.ts';
import { readCardDetail } from './read-card-detail.ts';

export interface ForceRequest {
  readonly batchId: string;
  readonly rule: ForceRule;
  readonly trail: AuditContext;
}

export type ForceAsked =
  | { readonly type: 'asked'; readonly approval: Approval }
  /** Everybody has an outcome: the batch ends by itself. */
  | { readonly type: 'nobody-missing' }
  | { readonly type: 'not-open' };

/**
 * Asks people whether the batch is to end without those who are missing. A batch has one request at a time: who asks while it is pending,
 * or approved and not carried out yet, is given that one.
 */
export async function requestForceComplete(
  { store, newId }: Pick<BatchDeps, 'store' | 'newId'>,
  { batchId, rule, trail }: ForceRequest,
): Promise<ForceAsked> {
  const detail = await readCardDetail(store, { batch_id: batchId });
  const approvalId = newId();
  return auditedTransaction(store, trail, async (transaction, audit) => {
    const batch = (await transaction.get(batchRef(batchId)))?.data;
    const now = await transaction.now();
    if (batch?.state !== 'open') return { type: 'not-open' };
    if (detail.unpredicted_total === 0) return { type: 'nobody-missing' };
    const known = batch.approval_id === null ? undefined : await transaction.get(approvalRef(batch.approval_id));
    if (known !== undefined && stands(known.data, now)) return { type: 'asked', approval: known.data };
    const approval = newRequest(batch, { approvalId, detail, rule, trail, now });
    await enqueuePosts(transaction, [approvalPost(approval, detail, null)]);
    transaction.create(approvalRef(approvalId), approval);
    transaction.update(batchRef(batchId), { approval_id: approvalId });
    const { kind, needed, expires_at } = approval;
    audit.append({
      action: 'approval.requested',
      subject: { kind: 'approval', id: approvalId },
      before: null,
      after: { kind, batch_id: batchId, needed, expires_at },
    });
    return { type: 'asked', approval };
  });
}

function stands(approval: Approval, now: Instant): boolean {
  return approval.state === 'approved' || (approval.state === 'pending' && !hasExpired(approval, now));
}

/**
 * Decides the request and shows it on its card. What was approved is carried out by whoever runs the batch, also after a restart. A batch
 * that was sealed meanwhile has overtaken the request. How many people it takes is judged by the players who are done now, too, so that
 * asking for players again after the request lets nobody past the others.
 */
export async function decideForceComplete(
  { store, roles }: Pick<BatchDeps, 'store'> & { readonly roles: ForceRule },
  decision: Omit<ApprovalDecision, 'needed' | 'approvers'>,
  trail: AuditContext,
): Promise<ApprovalAnswer | { readonly type: 'unknown' }> {
  return auditedTransaction(store, trail, async (transaction, audit) => {
    const request = (await transaction.get(approvalRef(decision.approvalId)))?.data;
    if (request === undefined) return { type: 'unknown' };
    // A re-run changes the batch, so reading it here keeps a decision from being based on an outdated count.
    await transaction.get(batchRef(request.batch_id));
    const now = await transaction.now();
    const detail = await readCardDetail(store, request);
    const needed = peopleNeeded(detail, roles.forceCompleteApprovals);
    const answer = applyDecision(request, { ...decision, needed, approvers: roles.approvers }, now);
    if (!changesRequest(answer)) return answer;
    await enqueuePosts(transaction, [approvalPost(answer.approval, detail, null)]);
    saveDecision({ transaction, audit }, request, answer.approval);
    return answer;
  });
}

/** Ends the requests that nobody decided in time, each on its card. Resolves to their ids. */
export async function expireRequests(
  { store }: Pick<BatchDeps, 'store'>,
  trail: AuditContext,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const overdue of await overdueApprovals(store)) {
    if (await expireRequest(store, overdue, trail)) ids.push(overdue.approval_id);
  }
  return ids;
}

/** Resolves to false when the request was decided in the meantime. */
async function expireRequest(store: DocumentStore, overdue: Approval, trail: AuditContext): Promise<boolean> {
  const detail = await readCardDetail(store, overdue);
  return await auditedTransaction(store, trail, async (transaction, audit) => {
    const request = (await transaction.get(approvalRef(overdue.approval_id)))?.data;
    if (request?.state !== 'pending') return false;
    await enqueuePosts(transaction, [approvalPost({ ...request, state: 'expired' }, detail, null)]);
    saveExpiry({ transaction, audit }, request);
    return true;
  });
}

/** The newest request that an open batch ends early, as it stands by the clock of the store. Once a batch is sealed, its end tells more. */
export async function standingRequest(store: DocumentStore, batchId: string): Promise<Approval | undefined> {
  const batch = (await store.get(batchRef(batchId)))?.data;
  const request = batch?.state === 'open' ? await approvalOf(store, batch) : undefined;
  const isOver = request?.state === 'pending' && hasExpired(request, await store.now());
  return isOver ? { ...request, state: 'expired' } : request;
}

/** The newest request for a batch, if there is one. */
export async function approvalOf(
  store: DocumentStore,
  batch: { readonly approval_id: string | null },
): Promise<Approval | undefined> {
  return batch.approval_id === null ? undefined : (await store.get(approvalRef(batch.approval_id)))?.data;
}
