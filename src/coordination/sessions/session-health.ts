import { type Instant, millisOf } from '../../platform/instant.ts';
import type { Session } from './session.ts';

const LIVE_MS = 2 * 60_000;
const STALE_MS = 15 * 60_000;

export type SessionHealth = 'live' | 'stale' | 'dead';

type Signs = Pick<Session, 'beat_every_ms' | 'heartbeat_at' | 'expires_at' | 'ended_at' | 'muted_at'>;

/**
 * Whether a session can be counted on. One that beats is live for 2 minutes after a beat, stale until 15, then dead. One that does not beat
 * is live until the expiry it asked for; while no token can act for it, either is stale at most. One that ended is dead. `now` is of the
 * store's clock, as all times of a session are.
 */
export function sessionHealth(session: Signs, now: Instant): SessionHealth {
  if (session.ended_at !== null) return 'dead';
  const liveness = livenessOfSigns(session, now);
  return liveness === 'live' && session.muted_at !== null ? 'stale' : liveness;
}

function livenessOfSigns(session: Signs, now: Instant): SessionHealth {
  if (session.beat_every_ms === null) return isBefore(now, session.expires_at) ? 'live' : 'dead';
  const silentMs = millisOf(now) - millisOf(session.heartbeat_at);
  if (silentMs < LIVE_MS) return 'live';
  return silentMs < STALE_MS ? 'stale' : 'dead';
}

function isBefore(now: Instant, expiresAt: Instant | null): boolean {
  return expiresAt === null || now < expiresAt;
}
