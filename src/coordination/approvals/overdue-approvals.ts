import type { DocumentStore } from '../../platform/document-store.ts';
import { APPROVALS, type Approval } from './approval.ts';
import { hasExpired } from './approval-policy.ts';

/** The pending approval requests whose deadline has passed. */
export async function overdueApprovals(store: DocumentStore): Promise<readonly Approval[]> {
  const [pending, now] = await Promise.all([
    store.query({ collection: APPROVALS }, { where: [['state', '==', 'pending']] }),
    store.now(),
  ]);
  return pending.map(({ data }) => data).filter((approval) => hasExpired(approval, now));
}
