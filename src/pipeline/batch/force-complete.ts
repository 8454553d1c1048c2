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
import { type ForceCompleteRoles, newForceComplete, peopleNeeded } from './force-complete-policy.ts';
import { readCardDetail } from './read-card-detail.ts';

export interface ForceCompleteCall {
  readonly batchId: string;
  readonly roles: ForceCompleteRoles;
  readonly auditContext: AuditContext;
}

export type ForceCompleteRequested =
  | { readonly type: 'requested'; readonly approval: Approval }
  /** Every player has an outcome, so the batch ends without approval. */
  | { readonly type: 'nothing-missing' }
  | { readonly type: 'not-open' };

/**
 * Requests approval to end the batch without its missing players. A batch has one request at a time: while it is pending, or approved and
 * not carried out yet, every caller gets that one.
 */
export async function requestForceComplete(
  { store, newId }: Pick<BatchDeps, 'store' | 'newId'>,
  { batchId, roles, auditContext }: ForceCompleteCall,
): Promise<ForceCompleteRequested> {
  const detail = await readCardDetail(store, { batch_id: batchId });
  const approvalId = newId();
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const batch = (await transaction.get(batchRef(batchId)))?.data;
    const now = await transaction.now();
    if (batch?.state !== 'open') return { type: 'not-open' };
    if (detail.unpredicted_total === 0) return { type: 'nothing-missing' };
    const known = batch.approval_id === null ? undefined : await transaction.get(approvalRef(batch.approval_id));
    if (known !== undefined && isInEffect(known.data, now)) return { type: 'requested', approval: known.data };
    const approval = newForceComplete(batch, { approvalId, detail, roles, auditContext, now });
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
    return { type: 'requested', approval };
  });
}

function isInEffect(approval: Approval, now: Instant): boolean {
  return approval.state === 'approved' || (approval.state === 'pending' && !hasExpired(approval, now));
}

/**
 * Records the decision of one person and updates the card. The run of the batch then ends the batch, also after a restart. If the batch was sealed
 * first, nobody can decide the request any longer. The number of people needed depends on the players who are done now: a re-run after the request
 * cannot lower it.
 */
export async function decideForceComplete(
  { store, roles }: Pick<BatchDeps, 'store'> & { readonly roles: ForceCompleteRoles },
  decision: Omit<ApprovalDecision, 'needed' | 'approvers'>,
  auditContext: AuditContext,
): Promise<ApprovalAnswer | { readonly type: 'unknown' }> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
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

/** Expires the requests that nobody decided in time, and updates their cards. Resolves to their ids. */
export async function expireRequests(
  { store }: Pick<BatchDeps, 'store'>,
  auditContext: AuditContext,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const overdue of await overdueApprovals(store)) {
    if (await expireRequest(store, overdue, auditContext)) ids.push(overdue.approval_id);
  }
  return ids;
}

/** Resolves to false when the request was decided in the meantime. */
async function expireRequest(store: DocumentStore, overdue: Approval, auditContext: AuditContext): Promise<boolean> {
  const detail = await readCardDetail(store, overdue);
  return await auditedTransaction(store, auditContext, async (transaction, audit) => {
    const request = (await transaction.get(approvalRef(overdue.approval_id)))?.data;
    if (request?.state !== 'pending') return false;
    await enqueuePosts(transaction, [approvalPost({ ...request, state: 'expired' }, detail, null)]);
    saveExpiry({ transaction, audit }, request);
    return true;
  });
}

/**
 * The newest request to force-complete an open batch, expired if its deadline has passed by the store's clock. Undefined once the batch is sealed.
 */
export async function readForceComplete(store: DocumentStore, batchId: string): Promise<Approval | undefined> {
  const batch = (await store.get(batchRef(batchId)))?.data;
  const request = batch?.state === 'open' ? await approvalOf(store, batch) : undefined;
  const hasLapsed = request?.state === 'pending' && hasExpired(request, await store.now());
  return hasLapsed ? { ...request, state: 'expired' } : request;
}

/** The newest request for a batch, if there is one. */
export async function approvalOf(
  store: DocumentStore,
  batch: { readonly approval_id: string | null },
): Promise<Approval | undefined> {
  return batch.approval_id === null ? undefined : (await store.get(approvalRef(batch.approval_id)))?.data;
}
