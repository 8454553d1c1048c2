import { type AuditChain, type AuditContext, systemAuditContext } from '../../coordination/audit/audit-context.ts';

/** The trail of what happens to a batch by itself, without anybody asking. */
export function runnerTrail({ audit }: { readonly audit: AuditChain }): AuditContext {
  return systemAuditContext(audit, 'batch-runner');
}
