import { type AuditChain, systemAuditContext } from '../coordination/audit/audit-context.ts';
import { expireRequests } from '../pipeline/batch/force-complete.ts';
import type { DocumentStore } from '../platform/document-store.ts';
import type { Log } from '../platform/log.ts';
import { type Poller, poller } from './poller.ts';

const NAME = 'approval-watch';
const EVERY_MS = 5_000;

export interface ApprovalWatchDeps {
  readonly store: DocumentStore;
  readonly audit: AuditChain;
  readonly log: Log;
}

/**
 * Creates the watch that expires approval requests which nobody decided in time, and updates their cards. Any number of
 * processes may run it.
 */
export function approvalWatch({ store, audit, log }: ApprovalWatchDeps): Poller {
  const auditContext = systemAuditContext(audit, NAME);
  const poll = async () => {
    for (const approval of await expireRequests({ store }, auditContext)) log.info({ approval }, 'a request expired');
  };
  return poller({ name: NAME, everyMs: EVERY_MS, poll, log });
}
