import { millisOf } from '../../platform/instant.ts';
import type { AuditContext } from '../audit/audit-context.ts';
import type { LockDeps } from '../deploy-locks/load-locks.ts';
import { recordHeartbeat } from './record-heartbeat.ts';
import type { Session } from './session.ts';
import { isGone } from './session-health.ts';

/**
 * Counts a change by a session as a heartbeat if the session's heartbeat is overdue. The promised interval does not change. A dead session
 * is never revived: others may hold its locks by now, so it has to start again.
 */
export async function recordActivity(deps: LockDeps, session: Session, auditContext: AuditContext): Promise<void> {
  const { session_id: sessionId, beat_every_ms: everyMs, heartbeat_at } = session;
  if (everyMs === null) return;
  const now = await deps.store.now();
  if (isGone(session, now) || millisOf(now) - millisOf(heartbeat_at) < everyMs) return;
  await recordHeartbeat(deps, { sessionId, everyMs }, auditContext);
}
