import { type AuditChain, type AuditContext, systemAuditContext } from '../../coordination/audit/audit-context.ts';

/** Returns the audit context of changes that the batch runner makes without a person's request. */
export function runnerAuditContext({ audit }: { readonly audit: AuditChain }): AuditContext {
  return systemAuditContext(audit, 'batch-runner');
}
