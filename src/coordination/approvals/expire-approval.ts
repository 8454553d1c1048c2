import type { DocumentStore, Transaction } from '../../platform/document-store.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import type { AuditContext } from '../audit/trail.ts';
import { APPROVALS, type Approval, approvalRef } from './approval.ts';
import { hasExpired } from './approval-policy.ts';

/** The requests that nobody decided in time. */
export async function expiredApprovals(store: DocumentStore): Promise<readonly Approval[]> {
  const [pending, now] = await Promise.all([
    store.query({ collection: APPROVALS }, { where: [['state', '==', 'pending']] }),
    store.now(),
  ]);
  return pending.map(({ data }) => data).filter((approval) => hasExpired(approval, now));
}

/** Ends one of them, unless somebody decided it meanwhile. `alongside` writes what belongs to the change, with it. */
export function expireApproval(
  { store, trail }: { readonly store: DocumentStore; readonly trail: AuditContext },
  approvalId: string,
  alongside: (approval: Approval, transaction: Transaction) => Promise<void>,
): Promise<'expired' | 'decided'> {
  const ref = approvalRef(approvalId);
  return auditedTransaction(store, trail, async (transaction, audit) => {
    const found = (await transaction.get(ref))?.data;
    if (found?.state !== 'pending') return 'decided';
    await alongside({ ...found, state: 'expired' }, transaction);
    transaction.update(ref, { state: 'expired' });
    audit.append({
      action: 'approval.expired',
      subject: { kind: 'approval', id: approvalId },
      before: { state: found.state },
      after: { state: 'expired', batch_id: found.batch_id },
    });
    return 'expired';
  });
}
