import { type AuditChain, systemAuditContext } from '../coordination/audit/audit-context.ts';
import { announceBypasses } from '../coordination/deploy-locks/bypass.ts';
import type { LockService } from '../coordination/deploy-locks/lock-service.ts';
import type { DocumentStore } from '../platform/document-store.ts';
import type { Log } from '../platform/log.ts';
import type { OfflineLog } from '../platform/offline-log.ts';
import { type Poller, poller } from './poller.ts';

const NAME = 'lock-watch';
const EVERY_MS = 5_000;

export interface LockWatchDeps {
  readonly store: DocumentStore;
  readonly locks: LockService;
  readonly audit: AuditChain;
  readonly offlineLog: OfflineLog;
  readonly log: Log;
}

export interface LockWatch extends Poller {
  /** Runs one poll, which applies lock timeouts and announces bypasses. */
  tick(): Promise<void>;
}

/**
 * Creates the watch that applies lock timeouts even when nobody uses the locks, and that announces bypasses from the
 * offline log. It keeps no state, so any number of processes may run it.
 */
export function lockWatch(deps: LockWatchDeps): LockWatch {
  const tick = async () => {
    await deps.locks.execute(systemAuditContext(deps.audit, NAME), (state) => ({ state, answer: undefined }));
    await announceBypasses(deps);
  };
  return { tick, ...poller({ name: NAME, everyMs: EVERY_MS, poll: tick, log: deps.log }) };
}
