import { approvalRef } from '../../coordination/approvals/approval.ts';
import type { Audit } from '../../coordination/audit/open-audit.ts';
import type { NewPost } from '../../coordination/outbox/post.ts';
import type { Transaction } from '../../platform/document-store.ts';
import { approvalPost, type CardDetail } from './approval-card.ts';

const OVERTAKEN = 'overtaken';

export interface ClosedRequest {
  readonly posts: readonly NewPost[];
  /** Writes the new state; after all reads of the transaction. */
  readonly write: (audit: Audit) => void;
}

/**
 * When a batch is sealed, a request that is still pending was overtaken: nobody can decide it any more. When the batch ends, its request
 * tells the outcome, which is null until then. `readCard` is called where there is a card to show: most batches have no request.
 */
export async function closeRequest(
  transaction: Transaction,
  approvalId: string | null,
  { readCard, outcome }: { readonly readCard: () => Promise<CardDetail>; readonly outcome: string | null },
): Promise<ClosedRequest> {
  const approval = approvalId === null ? undefined : (await transaction.get(approvalRef(approvalId)))?.data;
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
