import { type AuditChain, type AuditContext, systemAuditContext } from '../../coordination/audit/audit-context.ts';

/** The audit context of changes that the batch runner makes without the request of a person. */
export function runnerAuditContext({ audit }: { readonly audit: AuditChain }): AuditContext {
  return systemAuditContext(audit, 'batch-runner');
}
