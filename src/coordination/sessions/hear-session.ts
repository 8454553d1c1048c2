import { millisOf } from '../../platform/instant.ts';
import type { Trail } from '../audit/trail.ts';
import type { LockDeps } from '../locks/read-scene.ts';
import { beatSession } from './beat-session.ts';
import { livenessOf } from './liveness.ts';
import type { Session } from './session.ts';

/**
 * What a session changes is as good a sign of life as a beat, where a beat is overdue. It promises no other beats than before, and a dead
 * session does not come back by it: what that held may be another's, so it has to say that it begins again.
 */
export async function hearSession(deps: LockDeps, session: Session, trail: Trail): Promise<void> {
  const { session_id: sessionId, beat_every_ms: everyMs, heartbeat_at } = session;
  if (everyMs === null) return;
  const now = await deps.store.now();
  if (livenessOf(session, now) === 'dead' || millisOf(now) - millisOf(heartbeat_at) < everyMs) return;
  await beatSession(deps, { sessionId, everyMs }, trail);
}
