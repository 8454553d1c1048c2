import { type AuditChain, type AuditContext, systemAuditContext } from '../../coordination/audit/audit-context.ts';

/** The audit context of changes that no person requested and the batch runner makes. */
export function runnerAuditContext({ audit }: { readonly audit: AuditChain }): AuditContext {
  return systemAuditContext(audit, 'batch-runner');
}
