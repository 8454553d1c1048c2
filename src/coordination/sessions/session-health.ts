import { type Instant, millisOf } from '../../platform/instant.ts';
import type { Session, SessionNote } from './session.ts';

const STALE_AFTER_MS = 2 * 60_000;
const DEAD_AFTER_MS = 15 * 60_000;
const UNRESPONSIVE_AFTER_HEARTBEATS = 3;

export type SessionHealth = 'unused' | 'live' | 'untracked' | 'stale' | 'dead' | 'ended';

type HealthFields = Pick<Session, 'beat_every_ms' | 'heartbeat_at' | 'expires_at' | 'ended_at' | 'muted_at'> &
  Partial<Pick<Session, 'noted'>>;

/**
 * The health of a session, by the store's clock. A person's session has no document, so it is passed as `undefined`.
 * - `unused`: nobody has called with its token yet.
 * - `live`: its last heartbeat is less than 2 minutes old.
 * - `untracked`: it never promised heartbeats, so missing ones mean nothing. This is a person's session, or an agent's before its expiry.
 * - `stale`: its last heartbeat is 2 to 15 minutes old, or no token can act for it.
 * - `dead`: its last heartbeat is more than 15 minutes old, or it never promised any and has expired.
 * - `ended`: it ended itself, or a person ended it.
 */
export function sessionHealth(session: HealthFields | undefined, now: Instant): SessionHealth {
  if (session === undefined) return 'untracked';
  if (session.ended_at !== null) return 'ended';
  if (session.noted === 'unused' && healthByExpiry(session, now) !== 'dead') return 'unused';
  const health = session.beat_every_ms === null ? healthByExpiry(session, now) : healthByHeartbeat(session, now);
  return health !== 'dead' && session.muted_at !== null ? 'stale' : health;
}

/** A session that is dead or ended holds nothing. */
export function isGone(session: HealthFields | undefined, now: Instant): boolean {
  const health = sessionHealth(session, now);
  return health === 'dead' || health === 'ended';
}

/**
 * A session is unresponsive when it has missed three heartbeats, or when no token can act for it. Anyone may then take over its locks.
 * Depending on the heartbeat interval, this happens before or after the session becomes stale.
 */
export function isUnresponsive(session: HealthFields | undefined, now: Instant): boolean {
  if (session === undefined || isGone(session, now)) return false;
  if (session.muted_at !== null) return true;
  if (session.beat_every_ms === null) return false;
  return silenceMs(session, now) >= UNRESPONSIVE_AFTER_HEARTBEATS * session.beat_every_ms;
}

/** The stored form of a session's health. An untracked session is stored as live. */
export function noteOfHealth(health: SessionHealth): SessionNote {
  return health === 'untracked' ? 'live' : health;
}

function healthByExpiry({ expires_at }: HealthFields, now: Instant): SessionHealth {
  return expires_at === null || now < expires_at ? 'untracked' : 'dead';
}

function healthByHeartbeat(session: HealthFields, now: Instant): SessionHealth {
  const silentMs = silenceMs(session, now);
  if (silentMs < STALE_AFTER_MS) return 'live';
  return silentMs < DEAD_AFTER_MS ? 'stale' : 'dead';
}

function silenceMs({ heartbeat_at }: HealthFields, now: Instant): number {
  return millisOf(now) - millisOf(heartbeat_at);
}
