import { type Approval, approvalRef } from '../../coordination/approvals/approval.ts';
import type { WantedPost } from '../../coordination/posts/post.ts';
import type { Transaction } from '../../platform/document-store.ts';
import { approvalPost, type CardDetail } from './approval-card.ts';

const OVERTAKEN = 'overtaken';

export interface SettledRequests {
  readonly posts: readonly WantedPost[];
  /** Writes the new states; after all reads of the transaction. */
  readonly write: () => void;
}

/** When a batch ends, what was approved tells its outcome, and what is still pending was overtaken. */
export async function settleRequests(
  transaction: Transaction,
  requests: readonly Approval[],
  { card, outcome }: { readonly card: CardDetail; readonly outcome: string },
): Promise<SettledRequests> {
  const found = await Promise.all(requests.map(({ approval_id }) => transaction.get(approvalRef(approval_id))));
  const approvals = found.flatMap((read) => (read === undefined ? [] : [read.data]));
  const open = approvals.filter(({ state }) => state === 'pending');
  const approved = approvals.filter(({ state }) => state === 'approved');
  const settled = [...approved, ...open.map((approval) => ({ ...approval, state: OVERTAKEN }) as const)];
  return {
    posts: settled.map((approval) => approvalPost(approval, card, outcome)),
    write: () => {
      for (const { approval_id } of open) transaction.update(approvalRef(approval_id), { state: OVERTAKEN });
    },
  };
}
