import { systemTrail } from '../coordination/audit/trail.ts';
import { expireRequests } from '../pipeline/batch/force-complete.ts';
import { type Looking, looking } from './looking.ts';
import type { WatchDeps } from './session-watch.ts';

const NAME = 'approval-watch';
const EVERY_MS = 5_000;

/** Ends the requests for approval that nobody decided in time, visibly. Any number of processes may do it. */
export function approvalWatch({ store, audit, log }: Pick<WatchDeps, 'store' | 'audit' | 'log'>): Looking {
  const trail = systemTrail(audit, NAME);
  const look = async () => {
    for (const approval of await expireRequests({ store }, trail)) log.info({ approval }, 'a request expired');
  };
  return looking({ name: NAME, everyMs: EVERY_MS, look, log });
}
