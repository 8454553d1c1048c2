import { type AuditContext, auditContextOf } from '../../coordination/audit/audit-context.ts';
import { type AuditedChange, auditedTransaction } from '../../coordination/audit/open-audit.ts';
import type { App } from '../app.ts';
import type { OperationCall } from './operation.ts';

type CallIdentity = Pick<OperationCall<unknown>, 'actor' | 'request'>;

/** The audit context of the changes that a call of an operation makes. */
export function auditContextOfCall({ audit }: App, { actor, request }: CallIdentity): AuditContext {
  return auditContextOf(audit, actor, request);
}

/**
 * Appends an audit record of a change in the warehouse. The store's transactions do not cover the warehouse, so call this after the change
 * succeeded.
 */
export function recordChange(app: App, call: CallIdentity, change: AuditedChange): Promise<void> {
  return auditedTransaction(app.store, auditContextOfCall(app, call), async (_transaction, audit) =>
    audit.append(change),
  );
}
