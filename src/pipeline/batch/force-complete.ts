import { type Approval, approvalOf, approvalRef } from '../../coordination/approvals/approval.ts';
import { hasExpired } from '../../coordination/approvals/approval-policy.ts';
import { overdueApprovals } from '../../coordination/approvals/overdue-approvals.ts';
import { saveExpiry } from '../../coordination/approvals/save-approval.ts';
import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { type Audit, auditedTransaction } from '../../coordination/audit/open-audit.ts';
import { enqueuePosts } from '../../coordination/outbox/post.ts';
import type { DocumentStore, Transaction } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import { batchRef, type ConsolidatingBatch, type OpenBatch } from '../documents/batch-document.ts';
import type { CardDetail } from './approval-card.ts';
import { batchCardPosts } from './batch-card.ts';
import type { BatchDeps } from './batch-deps.ts';
import { refuseFormerOwner } from './batch-ownership.ts';
import { type ForceCompleteRoles, newForceComplete } from './force-complete-policy.ts';
import { isCurrent, sealedAtOf } from './read-batch.ts';
import { readCardDetail } from './read-card-detail.ts';
import { readShownStall } from './shown-stall.ts';
import { readSlateHold, type SlateHold } from './slate-hold.ts';

export interface ForceCompleteCall {
  readonly batchId: string;
  readonly roles: ForceCompleteRoles;
  readonly auditContext: AuditContext;
  /**
   * `request`: the caller only requests the force-complete. `approve`: the caller also approves it. An approver gets no
   * request while the slate is held, or when fewer players are done than the card shows.
   */
  readonly intent?: 'request' | 'approve';
}

export type ForceCompleteRequested =
  | { readonly type: 'requested'; readonly approval: Approval; readonly detail: CardDetail }
  | ForceCompleteRefused;

export type ForceCompleteRefused =
  /** No approval is needed: every player has an outcome, so the batch ends by itself. */
  | { readonly type: 'nothing-missing' }
  /** Fewer players are done than the card showed. */
  | { readonly type: 'fewer-done'; readonly detail: CardDetail }
  /** A person holds the slate, so nothing of its date may be published. */
  | { readonly type: 'slate-held'; readonly hold: SlateHold }
  | { readonly type: 'not-open' };

/**
 * Requests approval to end a batch without its missing players. A batch has one request at a time. While a request is
 * pending, or approved but not published yet, every caller gets that request.
 */
export async function requestForceComplete(
  { store, newId }: Pick<BatchDeps, 'store' | 'newId'>,
  { batchId, roles, auditContext, intent = 'request' }: ForceCompleteCall,
): Promise<ForceCompleteRequested> {
  const approvalId = newId();
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const batch = (await transaction.get(batchRef(batchId)))?.data;
    if (batch?.state !== 'open' && batch?.state !== 'consolidating') return { type: 'not-open' };
    refuseFormerOwner(batch, auditContext);
    const now = await transaction.now();
    // The batch is read before its players are counted, so that a later re-run conflicts with this transaction.
    const detail = await readCardDetail(store, batch, sealedAtOf(batch));
    const known = await requestInEffect(transaction, batch, now);
    if (known !== undefined) return { type: 'requested', approval: known, detail };
    if (batch.state !== 'open') return { type: 'not-open' };
    const writes = { store, transaction, audit, batch, detail };
    const refused = await refusal(writes, intent);
    if (refused !== undefined) return refused;
    const approval = newForceComplete(batch, { approvalId, detail, roles, auditContext, now });
    await saveRequest(writes, approval);
    return { type: 'requested', approval, detail };
  });
}

interface RequestWrites {
  readonly store: DocumentStore;
  readonly transaction: Transaction;
  readonly audit: Audit;
  readonly batch: OpenBatch;
  readonly detail: CardDetail;
}

async function saveRequest({ batch, detail, audit, ...reads }: RequestWrites, approval: Approval): Promise<void> {
  const { transaction } = reads;
  const { approval_id, kind, needed, expires_at } = approval;
  await enqueuePosts(transaction, await batchCardPosts(reads, batch, { approval, detail }));
  transaction.create(approvalRef(approval_id), approval);
  transaction.update(batchRef(batch.batch_id), { approval_id });
  audit.append({
    action: 'approval.requested',
    subject: { kind: 'approval', id: approval_id },
    before: null,
    after: { kind, batch_id: batch.batch_id, needed, expires_at },
  });
}

/** Decides whether a batch gets no new request. If an approver saw more players done than now, the card is updated. */
async function refusal(
  { batch, detail, ...reads }: RequestWrites,
  intent: ForceCompleteCall['intent'],
): Promise<ForceCompleteRefused | undefined> {
  if (detail.unpredicted_total === 0) return { type: 'nothing-missing' };
  if (intent === 'request') return;
  const hold = await readSlateHold(reads.transaction, batch.game_date);
  if (hold !== undefined) return { type: 'slate-held', hold };
  const stall = await readShownStall(reads.transaction, batch);
  if (stall === undefined || detail.done >= stall.card.done) return;
  await enqueuePosts(reads.transaction, await batchCardPosts(reads, batch, { approval: undefined, detail }));
  return { type: 'fewer-done', detail };
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
    if (batch !== undefined && isCurrent(batch)) {
      const view = { approval: { ...request, state: 'expired' }, detail: await readCardDetail(store, batch) } as const;
      await enqueuePosts(transaction, await batchCardPosts({ store, transaction }, batch, view));
    }
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
