import { millisOf } from '../../platform/instant.ts';
import type { AuditContext } from '../audit/trail.ts';
import type { LockDeps } from '../deploy-locks/load-locks.ts';
import { recordHeartbeat } from './heartbeat-session.ts';
import type { Session } from './session.ts';
import { sessionHealth } from './session-health.ts';

/**
 * What a session changes is as good a sign of life as a beat, where a beat is overdue. It promises no other beats than before, and a dead
 * session does not come back by it: what that held may be another's, so it has to say that it begins again.
 */
export async function recordActivity(deps: LockDeps, session: Session, trail: AuditContext): Promise<void> {
  const { session_id: sessionId, beat_every_ms: everyMs, heartbeat_at } = session;
  if (everyMs === null) return;
  const now = await deps.store.now();
  if (sessionHealth(session, now) === 'dead' || millisOf(now) - millisOf(heartbeat_at) < everyMs) return;
  await recordHeartbeat(deps, { sessionId, everyMs }, trail);
}
