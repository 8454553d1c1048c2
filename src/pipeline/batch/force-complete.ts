import { type Approval, approvalRef } from '../../coordination/approvals/approval.ts';
import { type Decided, decideApproval } from '../../coordination/approvals/decide-approval.ts';
import { wantPosts } from '../../coordination/posts/post.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import { instantFromDate } from '../../platform/instant.ts';
import { readMissing } from '../results/slate-detail.ts';
import { approvalPost, type CardDetail } from './approval-card.ts';
import type { BatchDeps } from './batch-deps.ts';
import type { OpenBatch } from './batch-document.ts';
import { batchRef } from './batch-document.ts';
import { countPlayers } from './count-players.ts';

type ForceDeps = Pick<BatchDeps, 'store' | 'now' | 'newId'>;

/**
 * Asks people whether the batch is to end without those who are missing. A batch has one pending request at a time: who asks meanwhile is
 * given that one. `undefined` when the batch is not open any more.
 */
export async function requestForceComplete(
  deps: ForceDeps,
  batchId: string,
  by: string,
): Promise<Approval | undefined> {
  const detail = await readCardDetail(deps.store, { batch_id: batchId });
  const approvalId = deps.newId();
  return deps.store.transaction(async (transaction) => {
    const batch = (await transaction.get(batchRef(batchId)))?.data;
    if (batch?.state !== 'open') return;
    const known = batch.approval_id === null ? undefined : await transaction.get(approvalRef(batch.approval_id));
    if (known?.data.state === 'pending') return known.data;
    const approval = newApproval(batch, { approvalId, by, now: deps.now() });
    await wantPosts(transaction, [approvalPost(approval, detail, null)]);
    transaction.create(approvalRef(approvalId), approval);
    transaction.update(batchRef(batchId), { approval_id: approvalId });
    return approval;
  });
}

function newApproval(
  { batch_id, game_date, generation }: OpenBatch,
  { approvalId, by, now }: { approvalId: string; by: string; now: Date },
): Approval {
  return {
    approval_id: approvalId,
    kind: 'force-complete',
    batch_id,
    game_date,
    generation,
    state: 'pending',
    requested_by: by,
    requested_session: null,
    requested_at: instantFromDate(now),
    decided_by: null,
    decided_at: null,
  };
}

export interface ForceDecision {
  readonly approvalId: string;
  readonly state: 'approved' | 'cancelled';
  readonly by: string;
}

/**
 * Decides the request and shows it on its card. What was approved is carried out by whoever runs the batch, also after a restart. A batch
 * that has ended meanwhile has overtaken the request.
 */
export async function decideForceComplete(deps: ForceDeps, decision: ForceDecision): Promise<Decided> {
  const found = await deps.store.get(approvalRef(decision.approvalId));
  if (found === undefined) return { type: 'unknown' };
  const detail = await readCardDetail(deps.store, found.data);
  return decideApproval(deps.store, decision, (approval, transaction) =>
    wantPosts(transaction, [approvalPost(approval, detail, null)]),
  );
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
