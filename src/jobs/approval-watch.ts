import { type AuditChain, systemTrail } from '../coordination/audit/trail.ts';
import { expireRequests } from '../pipeline/batch/force-complete.ts';
import type { DocumentStore } from '../platform/document-store.ts';
import type { Log } from '../platform/log.ts';
import { type Looking, looking } from './looking.ts';

const NAME = 'approval-watch';
const EVERY_MS = 5_000;

export interface ApprovalWatchDeps {
  readonly store: DocumentStore;
  readonly audit: AuditChain;
  readonly log: Log;
}

/** Ends the requests for approval that nobody decided in time, visibly. Any number of processes may do it. */
export function approvalWatch({ store, audit, log }: ApprovalWatchDeps): Looking {
  const trail = systemTrail(audit, NAME);
  const look = async () => {
    for (const approval of await expireRequests({ store }, trail)) log.info({ approval }, 'a request expired');
  };
  return looking({ name: NAME, everyMs: EVERY_MS, look, log });
}
