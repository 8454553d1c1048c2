import { type Approval, approvalOf, approvalRef } from '../../coordination/approvals/approval.ts';
import { hasExpired } from '../../coordination/approvals/approval-policy.ts';
import { overdueApprovals } from '../../coordination/approvals/overdue-approvals.ts';
import { saveExpiry } from '../../coordination/approvals/save-approval.ts';
import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { auditedTransaction } from '../../coordination/audit/open-audit.ts';
import { enqueuePosts } from '../../coordination/outbox/post.ts';
import type { DocumentStore, Transaction } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import { batchRef, type ConsolidatingBatch, type OpenBatch } from '../documents/batch-document.ts';
import { approvalPost, type CardDetail } from './approval-card.ts';
import type { BatchDeps } from './batch-deps.ts';
import { type ForceCompleteRoles, newForceComplete } from './force-complete-policy.ts';
import { sealedAtOf } from './read-batch.ts';
import { readCardDetail } from './read-card-detail.ts';

export interface ForceCompleteCall {
  readonly batchId: string;
  readonly roles: ForceCompleteRoles;
  readonly auditContext: AuditContext;
}

export type ForceCompleteRequested =
  | { readonly type: 'requested'; readonly approval: Approval; readonly detail: CardDetail }
  /** No approval is needed: every player has an outcome, so the batch ends by itself. */
  | { readonly type: 'nothing-missing' }
  | { readonly type: 'not-open' };

/**
 * Requests approval to end a batch without its missing players. A batch has one request at a time. While a request is
 * pending, or approved but not published yet, every caller gets that request.
 */
export async function requestForceComplete(
  { store, newId }: Pick<BatchDeps, 'store' | 'newId'>,
  { batchId, roles, auditContext }: ForceCompleteCall,
): Promise<ForceCompleteRequested> {
  const approvalId = newId();
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const batch = (await transaction.get(batchRef(batchId)))?.data;
    if (batch?.state !== 'open' && batch?.state !== 'consolidating') return { type: 'not-open' };
    const now = await transaction.now();
    // The batch is read before its players are counted, so that a later re-run conflicts with this transaction.
    const detail = await readCardDetail(store, batch, sealedAtOf(batch));
    const known = await requestInEffect(transaction, batch, now);
    if (known !== undefined) return { type: 'requested', approval: known, detail };
    if (batch.state !== 'open') return { type: 'not-open' };
    if (detail.unpredicted_total === 0) return { type: 'nothing-missing' };
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
    return { type: 'requested', approval, detail };
  });
}

/**
 * Returns the pending approval request of an open batch. For a sealed batch, returns the request whose approval sealed
 * it.
 */
async function requestInEffect(
  transaction: Transaction,
  batch: OpenBatch | ConsolidatingBatch,
  now: Instant,
): Promise<Approval | undefined> {
  const known = await approvalOf(transaction, batch);
  if (known?.state === 'approved') return known;
  return batch.state === 'open' && known?.state === 'pending' && !hasExpired(known, now) ? known : undefined;
}

/**
 * Expires every approval request whose deadline has passed without a decision, and updates its card. Resolves to the
 * ids of the expired requests.
 */
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

/** Expires one approval request. Resolves to false when somebody has decided the request before. */
async function expireRequest(store: DocumentStore, overdue: Approval, auditContext: AuditContext): Promise<boolean> {
  return await auditedTransaction(store, auditContext, async (transaction, audit) => {
    const request = (await transaction.get(approvalRef(overdue.approval_id)))?.data;
    if (request?.state !== 'pending') return false;
    const batch = (await transaction.get(batchRef(request.batch_id)))?.data;
    const expected_players = batch?.expected_players ?? 0;
    const detail = await readCardDetail(store, { batch_id: request.batch_id, expected_players });
    await enqueuePosts(transaction, [approvalPost({ ...request, state: 'expired' }, detail, null)]);
    saveExpiry({ transaction, audit }, request);
    return true;
  });
}

/**
 * Reads the newest force-complete request of a running batch. The request is returned as expired if its deadline has
 * passed by the store's clock. Returns undefined for a batch that has ended.
 */
export async function readForceComplete(store: DocumentStore, batchId: string): Promise<Approval | undefined> {
  const batch = (await store.get(batchRef(batchId)))?.data;
  const isRunning = batch?.state === 'open' || batch?.state === 'consolidating';
  const request = isRunning ? await approvalOf(store, batch) : undefined;
  const hasLapsed = request?.state === 'pending' && hasExpired(request, await store.now());
  return hasLapsed ? { ...request, state: 'expired' } : request;
}
