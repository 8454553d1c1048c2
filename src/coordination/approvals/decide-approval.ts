import type { DocumentStore, Transaction } from '../../platform/document-store.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import type { AuditContext } from '../audit/trail.ts';
import { type Approval, approvalRef } from './approval.ts';
import { type Decision, type Judgement, judgeDecision } from './approval-policy.ts';

export type DecidedApproval = Judgement | { readonly type: 'unknown' };

/** How things stand with what a request is about. */
export interface ApprovalStatus extends Pick<Decision, 'needed' | 'approvers'> {
  /** Writes what belongs to the change, with it; reads before it writes. */
  readonly alongside: (approval: Approval) => Promise<void>;
}

/**
 * Decides a pending request: of any number of deciders at once as many are heard as it needs, and the others are told who that was. `look`
 * reads in the transaction whatever it judges by, so that no decision stands on what has changed since.
 */
export function decideApproval(
  { store, trail }: { readonly store: DocumentStore; readonly trail: AuditContext },
  decision: Omit<Decision, 'needed' | 'approvers'>,
  look: (approval: Approval, transaction: Transaction) => Promise<ApprovalStatus>,
): Promise<DecidedApproval> {
  const ref = approvalRef(decision.approvalId);
  return auditedTransaction(store, trail, async (transaction, audit) => {
    const found = await transaction.get(ref);
    const now = await transaction.now();
    if (found === undefined) return { type: 'unknown' };
    const { alongside, ...standing } = await look(found.data, transaction);
    const weighed = judgeDecision(found.data, { ...decision, ...standing }, now);
    if (!CHANGES.includes(weighed.type)) return weighed;
    const { state, needed, consents, decided_by, decided_at } = weighed.approval;
    await alongside(weighed.approval);
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

const CHANGES: readonly Judgement['type'][] = ['decided', 'counted', 'expired'];
