import { type AuditChain, systemTrail, type Trail } from '../../coordination/audit/trail.ts';

/** The trail of what happens to a batch by itself, without anybody asking. */
export function runnerTrail({ audit }: { readonly audit: AuditChain }): Trail {
  return systemTrail(audit, 'batch-runner');
}
