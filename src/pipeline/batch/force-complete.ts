import { type Approval, approvalRef } from '../../coordination/approvals/approval.ts';
import { type Decided, decideApproval } from '../../coordination/approvals/decide-approval.ts';
import { expireApproval, expiredApprovals } from '../../coordination/approvals/expire-approval.ts';
import { type Decision, hasExpired } from '../../coordination/approvals/weigh-decision.ts';
import { auditedTransaction } from '../../coordination/audit/open-audit.ts';
import type { Trail } from '../../coordination/audit/trail.ts';
import { wantPosts } from '../../coordination/posts/post.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import { readMissing } from '../results/slate-detail.ts';
import { approvalPost, type CardDetail } from './approval-card.ts';
import type { BatchDeps } from './batch-deps.ts';
import { batchRef } from './batch-document.ts';
import { countPlayers } from './count-players.ts';
import { type ForceRule, newRequest } from './new-request.ts';

export interface ForceRequest {
  readonly batchId: string;
  readonly rule: ForceRule;
  readonly trail: Trail;
}

/**
 * Asks people whether the batch is to end without those who are missing. A batch has one pending request at a time: who asks meanwhile is
 * given that one. `undefined` when the batch is not open any more.
 */
export async function requestForceComplete(
  { store, newId }: Pick<BatchDeps, 'store' | 'newId'>,
  { batchId, rule, trail }: ForceRequest,
): Promise<Approval | undefined> {
  const detail = await readCardDetail(store, { batch_id: batchId });
  const approvalId = newId();
  return auditedTransaction(store, trail, async (transaction, audit) => {
    const [found, now] = await Promise.all([transaction.get(batchRef(batchId)), store.now()]);
    const batch = found?.data;
    if (batch?.state !== 'open') return;
    const known = batch.approval_id === null ? undefined : await transaction.get(approvalRef(batch.approval_id));
    if (known?.data.state === 'pending' && !hasExpired(known.data, now)) return known.data;
    const approval = newRequest(batch, { approvalId, detail, rule, trail, now });
    await wantPosts(transaction, [approvalPost(approval, detail, null)]);
    transaction.create(approvalRef(approvalId), approval);
    transaction.update(batchRef(batchId), { approval_id: approvalId });
    const { kind, needed, expires_at } = approval;
    audit.append({
      action: 'approval.requested',
      subject: { kind: 'approval', id: approvalId },
      before: null,
      after: { kind, batch_id: batchId, needed, expires_at },
    });
    return approval;
  });
}

/**
 * Decides the request and shows it on its card. What was approved is carried out by whoever runs the batch, also after a restart. A batch
 * that has ended meanwhile has overtaken the request.
 */
export async function decideForceComplete(
  { store }: Pick<BatchDeps, 'store'>,
  decision: Decision,
  trail: Trail,
): Promise<Decided> {
  const found = await store.get(approvalRef(decision.approvalId));
  if (found === undefined) return { type: 'unknown' };
  const detail = await readCardDetail(store, found.data);
  return decideApproval({ store, trail }, decision, (approval, transaction) =>
    wantPosts(transaction, [approvalPost(approval, detail, null)]),
  );
}

/** Ends the requests that nobody decided in time, each on its card. Resolves to their ids. */
export async function expireRequests({ store }: Pick<BatchDeps, 'store'>, trail: Trail): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const overdue of await expiredApprovals(store)) {
    const detail = await readCardDetail(store, overdue);
    const ended = await expireApproval({ store, trail }, overdue.approval_id, (approval, transaction) =>
      wantPosts(transaction, [approvalPost(approval, detail, null)]),
    );
    if (ended === 'expired') ids.push(overdue.approval_id);
  }
  return ids;
}

/** The newest request for a batch, if there is one. */
export async function approvalOf(
  store: DocumentStore,
  batch: { readonly approval_id: string | null },
): Promise<Approval | undefined> {
  return batch.approval_id === null ? undefined : (await store.get(approvalRef(batch.approval_id)))?.data;
}

/** How far the batch is and who is missing, as the card tells it. */
export async function readCardDetail(store: DocumentStore, batch: { readonly batch_id: string }): Promise<CardDetail> {
  const [players, missing, document] = await Promise.all([
    countPlayers(store, batch.batch_id),
    readMissing(store, batch.batch_id),
    store.get(batchRef(batch.batch_id)),
  ]);
  const expected = document?.data.expected_players ?? 0;
  return { ...missing, done: expected - players.missing, expected };
}
