import { type AuditChain, type AuditContext, systemAuditContext } from '../../coordination/audit/audit-context.ts';

/** The audit context of changes that the batch runner makes on its own. */
export function runnerAuditContext({ audit }: { readonly audit: AuditChain }): AuditContext {
  return systemAuditContext(audit, 'batch-runner');
}
