import { approvalOf, approvalRef } from '../../coordination/approvals/approval.ts';
import type { Audit } from '../../coordination/audit/open-audit.ts';
import type { NewPost } from '../../coordination/outbox/post.ts';
import type { Transaction } from '../../platform/document-store.ts';
import { approvalPost, type CardDetail } from './approval-card.ts';

const OVERTAKEN = 'overtaken';

export interface ClosedApproval {
  readonly posts: readonly NewPost[];
  /** Writes the new state of the approval request. Call this function after all reads of the transaction. */
  readonly write: (audit: Audit) => void;
}

/**
 * Closes the approval request of a batch. When the batch is sealed, a pending request becomes `overtaken`, so that
 * nobody can decide it any longer. When the batch ends, the card also shows the result of the batch. Most batches have
 * no request, so `readCard` is called only if there is a card to update.
 */
export async function closeApproval(
  transaction: Transaction,
  approvalId: string | null,
  { readCard, outcome }: { readonly readCard: () => Promise<CardDetail>; readonly outcome: string | null },
): Promise<ClosedApproval> {
  const approval = await approvalOf(transaction, { approval_id: approvalId });
  switch (approval?.state) {
    case undefined:
    case 'cancelled':
    case 'expired':
      return { posts: [], write: () => undefined };
    case 'approved':
    case 'overtaken':
      return { posts: [approvalPost(approval, await readCard(), outcome)], write: () => undefined };
    case 'pending': {
      const overtaken = { ...approval, state: OVERTAKEN } as const;
      return {
        posts: [approvalPost(overtaken, await readCard(), outcome)],
        write: (audit) => {
          transaction.update(approvalRef(approval.approval_id), { state: OVERTAKEN });
          audit.append({
            action: 'approval.overtaken',
            subject: { kind: 'approval', id: approval.approval_id },
            before: { state: approval.state },
            after: { state: OVERTAKEN, batch_id: approval.batch_id },
          });
        },
      };
    }
  }
}
