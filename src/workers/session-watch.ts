import { type AuditChain, systemAuditContext } from '../coordination/audit/audit-context.ts';
import type { LockDeps } from '../coordination/deploy-locks/load-locks.ts';
import { watchSessions } from '../coordination/sessions/watch-sessions.ts';
import { expireHandoffs } from '../pipeline/handoffs/end-handoff.ts';
import { loadEverythingHeld } from '../pipeline/handoffs/load-all-held-by.ts';
import type { Log } from '../platform/log.ts';
import { type Poller, poller } from './poller.ts';

const NAME = 'session-watch';
const EVERY_MS = 5_000;

export interface SessionWatchDeps extends LockDeps {
  readonly audit: AuditChain;
  readonly log: Log;
}

export interface SessionWatch extends Poller {
  /** Runs one poll, which updates the stored health of every session and ends the handoffs that nobody accepted in time. */
  tick(): Promise<void>;
}

/**
 * Creates the watch that keeps the stored health of sessions, their cards and their handoffs up to date. It uses the store's clock.
 * It keeps no state, so any number of processes may run it.
 */
export function sessionWatch(deps: SessionWatchDeps): SessionWatch {
  const { audit, log } = deps;
  const auditContext = systemAuditContext(audit, NAME);
  const tick = async () => {
    const dead = await watchSessions({ store: deps.store, loadHeld: () => loadEverythingHeld(deps) }, auditContext);
    for (const session of dead) log.warn({ session }, 'a session is dead');
    await expireHandoffs(deps.store, auditContext);
  };
  return { tick, ...poller({ name: NAME, everyMs: EVERY_MS, poll: tick, log }) };
}
