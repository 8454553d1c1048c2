import { type AuditChain, systemAuditContext } from '../coordination/audit/audit-context.ts';
import type { LockDeps } from '../coordination/deploy-locks/load-locks.ts';
import { watchSessions } from '../coordination/sessions/watch-sessions.ts';
import type { Log } from '../platform/log.ts';
import { type Poller, poller } from './poller.ts';

const NAME = 'session-watch';
const EVERY_MS = 5_000;

export interface SessionWatchDeps extends LockDeps {
  readonly audit: AuditChain;
  readonly log: Log;
}

export interface SessionWatch extends Poller {
  /** Looks once: by the clock, and in tests. */
  tick(): Promise<void>;
}

/**
 * Watches over the sessions. How they stand is by the clock of the store, and nothing is kept in mind: any number of processes may watch, and
 * each change happens once.
 */
export function sessionWatch(deps: SessionWatchDeps): SessionWatch {
  const { audit, log } = deps;
  const auditContext = systemAuditContext(audit, NAME);
  const tick = async () => {
    for (const session of await watchSessions(deps, auditContext)) log.warn({ session }, 'a session died');
  };
  return { tick, ...poller({ name: NAME, everyMs: EVERY_MS, poll: tick, log }) };
}
