import type { DocumentStore, Transaction } from '../../platform/document-store.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import type { Trail } from '../audit/trail.ts';
import { type Approval, approvalRef } from './approval.ts';
import { type Decision, type Weighed, weighDecision } from './weigh-decision.ts';

export type Decided = Weighed | { readonly type: 'unknown' };

/**
 * Decides a pending request: of any number of deciders at once as many are heard as it needs, and the others are told who that was.
 * `alongside` writes what belongs to the change, with it; it reads before it writes.
 */
export function decideApproval(
  { store, trail }: { readonly store: DocumentStore; readonly trail: Trail },
  decision: Decision,
  alongside: (approval: Approval, transaction: Transaction) => Promise<void>,
): Promise<Decided> {
  const ref = approvalRef(decision.approvalId);
  return auditedTransaction(store, trail, async (transaction, audit) => {
    const [found, now] = await Promise.all([transaction.get(ref), store.now()]);
    if (found === undefined) return { type: 'unknown' };
    const weighed = weighDecision(found.data, decision, now);
    if (!CHANGES.includes(weighed.type)) return weighed;
    const { state, needed, consents, decided_by, decided_at } = weighed.approval;
    await alongside(weighed.approval, transaction);
    transaction.update(ref, { state, needed, consents, decided_by, decided_at });
    audit.append({
      action: weighed.type === 'counted' ? 'approval.consented' : `approval.${state}`,
      subject: { kind: 'approval', id: decision.approvalId },
      before: { state: found.data.state, consents: found.data.consents.map(({ name }) => name) },
      after: { state, consents: consents.map(({ name }) => name), batch_id: found.data.batch_id },
    });
    return weighed;
  });
}

const CHANGES: readonly Weighed['type'][] = ['decided', 'counted', 'expired'];
