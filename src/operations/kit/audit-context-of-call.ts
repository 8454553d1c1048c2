import { type AuditContext, auditContextOf } from '../../coordination/audit/audit-context.ts';
import { type AuditedChange, auditedTransaction } from '../../coordination/audit/open-audit.ts';
import type { App } from '../app.ts';
import type { OperationCall } from './operation.ts';

type CallIdentity = Pick<OperationCall<unknown>, 'actor' | 'request'>;

/** The audit context for the records of what a call changes. */
export function auditContextOfCall({ audit }: App, { actor, request }: CallIdentity): AuditContext {
  return auditContextOf(audit, actor, request);
}

/** Appends an audit record of a change to the warehouse. Call it after the change succeeded: the store's transactions do not cover the warehouse. */
export function recordChange(app: App, call: CallIdentity, change: AuditedChange): Promise<void> {
  return auditedTransaction(app.store, auditContextOfCall(app, call), async (_transaction, audit) =>
    audit.append(change),
  );
}
