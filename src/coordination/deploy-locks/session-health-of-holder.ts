import { type Instant, millisOf } from '../../platform/instant.ts';
import type { Session } from '../sessions/session.ts';
import { sessionHealth } from '../sessions/session-health.ts';
import type { HolderHealth } from './lock-state.ts';

const MISSED_BEATS = 3;

/**
 * A session that beats is silent once three of its beats were missed, and any is while no token can act for it. One that was never started,
 * as people have at each door, is not heard of.
 */
export function holderHealth(session: Session | undefined, now: Instant): HolderHealth {
  if (session === undefined) return 'unheard';
  if (sessionHealth(session, now) === 'dead') return 'over';
  if (session.muted_at !== null) return 'silent';
  if (session.beat_every_ms === null) return 'unheard';
  const silentMs = millisOf(now) - millisOf(session.heartbeat_at);
  return silentMs >= MISSED_BEATS * session.beat_every_ms ? 'silent' : 'beating';
}
