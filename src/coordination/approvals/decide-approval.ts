import { type DocumentStore, STORE_TIME, type Transaction } from '../../platform/document-store.ts';
import { type Approval, type ApprovalState, approvalRef } from './approval.ts';

export interface Decision {
  readonly approvalId: string;
  readonly state: Exclude<ApprovalState, 'pending'>;
  /** Who decided; null when nobody did and the request was overtaken. */
  readonly by: string | null;
}

export type Decided =
  | { readonly type: 'decided'; readonly approval: Approval }
  /** Somebody was first: the approval as it stands. */
  | { readonly type: 'already-decided'; readonly approval: Approval }
  | { readonly type: 'unknown' };

/**
 * Decides a pending request: of any number of deciders at once the first wins, and the others are told who that was. `alongside` writes what
 * belongs to the decision, in the same change; it reads before it writes.
 */
export function decideApproval(
  store: DocumentStore,
  decision: Decision,
  alongside: (approval: Approval, transaction: Transaction) => Promise<void>,
): Promise<Decided> {
  const ref = approvalRef(decision.approvalId);
  return store.transaction(async (transaction) => {
    const found = await transaction.get(ref);
    if (found === undefined) return { type: 'unknown' };
    if (found.data.state !== 'pending') return { type: 'already-decided', approval: found.data };
    const approval = { ...found.data, state: decision.state, decided_by: decision.by };
    await alongside(approval, transaction);
    transaction.update(ref, { state: decision.state, decided_by: decision.by, decided_at: STORE_TIME });
    return { type: 'decided', approval };
  });
}
