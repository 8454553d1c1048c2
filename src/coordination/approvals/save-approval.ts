import type { Transaction } from '../../platform/document-store.ts';
import type { Audit } from '../audit/open-audit.ts';
import { type Approval, approvalRef } from './approval.ts';

export interface ApprovalWrites {
  readonly transaction: Transaction;
  readonly audit: Audit;
}

/** Saves an approval request after a decision and adds the audit record. If the request needs more approvals, it is still pending. */
export function saveDecision({ transaction, audit }: ApprovalWrites, before: Approval, after: Approval): void {
  const { approval_id, batch_id, state, needed, consents, decided_by, decided_at } = after;
  transaction.update(approvalRef(approval_id), { state, needed, consents, decided_by, decided_at });
  audit.append({
    action: state === 'pending' ? 'approval.consented' : `approval.${state}`,
    subject: { kind: 'approval', id: approval_id },
    before: { state: before.state, consents: before.consents.map(({ name }) => name) },
    after: { state, consents: consents.map(({ name }) => name), batch_id },
  });
}

/** Saves a new revision of an approval request and adds the audit record. */
export function saveRevision({ transaction, audit }: ApprovalWrites, before: Approval, after: Approval): void {
  const { approval_id, batch_id, edition, consents, lapsed } = after;
  transaction.update(approvalRef(approval_id), { edition, consents, lapsed });
  audit.append({
    action: 'approval.changed',
    subject: { kind: 'approval', id: approval_id },
    before: { edition: before.edition, consents: before.consents.map(({ name }) => name) },
    after: { edition, consents: consents.map(({ name }) => name), batch_id },
  });
}

/** Expires an approval request that nobody decided in time, and adds the audit record. */
export function saveExpiry({ transaction, audit }: ApprovalWrites, { approval_id, batch_id, state }: Approval): void {
  transaction.update(approvalRef(approval_id), { state: 'expired' });
  audit.append({
    action: 'approval.expired',
    subject: { kind: 'approval', id: approval_id },
    before: { state },
    after: { state: 'expired', batch_id },
  });
}
