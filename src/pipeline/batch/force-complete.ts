import { APPROVALS, type Approval, approvalRef } from '../../coordination/approvals/approval.ts';
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

/** Asks people whether the batch is to end without those who are missing. The request that is pending already is given again. */
export async function requestForceComplete(deps: ForceDeps, batch: OpenBatch, by: string): Promise<Approval> {
  const [pending] = (await approvalsOf(deps.store, batch)).filter(({ state }) => state === 'pending');
  if (pending !== undefined) return pending;
  const detail = await readCardDetail(deps.store, batch);
  const approval: Approval = {
    approval_id: deps.newId(),
    kind: 'force-complete',
    batch_id: batch.batch_id,
    game_date: batch.game_date,
    generation: batch.generation,
    state: 'pending',
    requested_by: by,
    requested_at: instantFromDate(deps.now()),
    decided_by: null,
    decided_at: null,
  };
  await deps.store.transaction(async (transaction) => {
    await wantPosts(transaction, [approvalPost(approval, detail, null)]);
    transaction.create(approvalRef(approval.approval_id), approval);
  });
  return approval;
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

/** The requests for one generation of a batch. */
export async function approvalsOf(
  store: DocumentStore,
  batch: { readonly batch_id: string; readonly generation: number },
): Promise<readonly Approval[]> {
  const found = await store.query({ collection: APPROVALS }, { where: [['batch_id', '==', batch.batch_id]] });
  return found.map(({ data }) => data).filter(({ generation }) => generation === batch.generation);
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
