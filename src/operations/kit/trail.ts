import { type AuditContext, auditContextOf } from '../../coordination/audit/audit-context.ts';
import { type AuditedChange, auditedTransaction } from '../../coordination/audit/open-audit.ts';
import type { App } from '../app.ts';
import type { OperationCall } from './operation.ts';

type Asked = Pick<OperationCall<unknown>, 'actor' | 'request'>;

/** The trail of a call, for the records of what it changes. */
export function auditContextOfCall({ audit }: App, { actor, request }: Asked): AuditContext {
  return auditContextOf(audit, actor, request);
}

/** Leaves a record of a change to the warehouse, which knows no transaction of the store: after it, when it is known to have happened. */
export function recordChange(app: App, asked: Asked, change: AuditedChange): Promise<void> {
  return auditedTransaction(app.store, auditContextOfCall(app, asked), async (_transaction, audit) =>
    audit.append(change),
  );
}
