import { type Instant, millisOf } from '../../platform/instant.ts';
import type { Session, SessionNote } from './session.ts';

const STALE_AFTER_MS = 2 * 60_000;
const DEAD_AFTER_MS = 15 * 60_000;
const UNRESPONSIVE_AFTER_HEARTBEATS = 3;

export type SessionHealth = 'live' | 'untracked' | 'stale' | 'dead' | 'ended';

type HealthFields = Pick<Session, 'beat_every_ms' | 'heartbeat_at' | 'expires_at' | 'ended_at' | 'muted_at'>;

/**
 * Whether a session can be counted on, by the store's clock. People's sessions have no document (`undefined`).
 * - `live`: its last heartbeat is less than 2 minutes old.
 * - `untracked`: it never promised heartbeats, so its silence says nothing: a person's session, or an agent's before its expiry.
 * - `stale`: its last heartbeat is 2 to 15 minutes old, or no token can act for it.
 * - `dead`: its last heartbeat is older than that, or it never promised any and has expired.
 * - `ended`: it ended itself, or a person ended it.
 */
export function sessionHealth(session: HealthFields | undefined, now: Instant): SessionHealth {
  if (session === undefined) return 'untracked';
  if (session.ended_at !== null) return 'ended';
  const health = session.beat_every_ms === null ? healthByExpiry(session, now) : healthByHeartbeat(session, now);
  return health !== 'dead' && session.muted_at !== null ? 'stale' : health;
}

/** A session that is dead or ended holds nothing. */
export function isGone(session: HealthFields | undefined, now: Instant): boolean {
  const health = sessionHealth(session, now);
  return health === 'dead' || health === 'ended';
}

/**
 * Anyone may take over from a session that has missed three heartbeats, or that no token can act for. With frequent heartbeats that is
 * earlier than stale, with rare ones later.
 */
export function isUnresponsive(session: HealthFields | undefined, now: Instant): boolean {
  if (session === undefined || isGone(session, now)) return false;
  if (session.muted_at !== null) return true;
  if (session.beat_every_ms === null) return false;
  return silenceMs(session, now) >= UNRESPONSIVE_AFTER_HEARTBEATS * session.beat_every_ms;
}

/** The health as documents and cards store it. They store an untracked session as live. */
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
