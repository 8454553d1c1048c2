import { millisOf } from '../../platform/instant.ts';
import type { AuditContext } from '../audit/audit-context.ts';
import type { LockDeps } from '../deploy-locks/load-locks.ts';
import { recordHeartbeat } from './record-heartbeat.ts';
import type { Session } from './session.ts';
import { isGone } from './session-health.ts';

/**
 * Counts a change by a session as a heartbeat when one is overdue. The promised interval stays. It never revives a dead session: others may
 * have what that one held, so it has to start again.
 */
export async function recordActivity(deps: LockDeps, session: Session, auditContext: AuditContext): Promise<void> {
  const { session_id: sessionId, beat_every_ms: everyMs, heartbeat_at } = session;
  if (everyMs === null) return;
  const now = await deps.store.now();
  if (isGone(session, now) || millisOf(now) - millisOf(heartbeat_at) < everyMs) return;
  await recordHeartbeat(deps, { sessionId, everyMs }, auditContext);
}
