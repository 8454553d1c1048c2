import * as z from 'zod';
import { Instant, instantFromDate, instantFromMicros, millisOf } from '../../platform/instant.ts';
import type { NewPost } from '../outbox/post.ts';
import { isStartedSession, type Session, SessionNote } from './session.ts';

/** Slack shows a session as working for an hour after its card's last update, so live sessions update their card twice an hour. */
const SEEN_EVERY_MS = 30 * 60_000;
const KEY_START = 'session-';

/** Something a session has that others may be waiting for. */
export const Holding = z.object({
  /**
   * The kind of thing that the session holds. `offer` is the stored word for a lock that is reserved for the session.
   */
  kind: z.enum(['lock', 'queue', 'offer', 'approval', 'batch']),
  /** What the session holds: the name of the service, or the id of the approval request or the batch. */
  id: z.string(),
  /** When the lock, the reservation or the approval request expires; null if it never does. A batch never expires. */
  until: Instant.nullable(),
});
export type Holding = Readonly<z.infer<typeof Holding>>;

/** The time of a heartbeat on a card. Cards from an earlier release have milliseconds instead of microseconds. */
const SeenAt = z.union([Instant, z.iso.datetime().transform((text) => instantFromDate(new Date(text)))]);

/** The card of an agent's session. Notices about the session appear in the card's thread. */
export const SessionCard = z.object({
  type: z.literal('session'),
  session_id: z.string(),
  name: z.string(),
  acts_for: z.string(),
  noted: SessionNote,
  started_at: Instant,
  /** The time of the last heartbeat; null while the card shows the session as live or unused. */
  last_heard_at: Instant.nullable(),
  /** The half hour in which the session was last seen live; null when it is not live. */
  seen_at: SeenAt.nullable().default(null),
  /** The name or Slack id of the person who ended the session; null if no person did. */
  ended_by: z.string().nullable().default(null),
  summary: z.string().nullable(),
  holds: z.array(Holding),
});
export type SessionCard = Readonly<z.infer<typeof SessionCard>>;

/** The post about a dead session that held something. */
export const SessionLost = z.object({
  type: z.literal('session-lost'),
  session_id: z.string(),
  name: z.string(),
  acts_for: z.string(),
  last_heard_at: Instant,
  held: z.array(Holding),
});
export type SessionLost = Readonly<z.infer<typeof SessionLost>>;

/**
 * The post of a session's card. The card of a live session does not show the last heartbeat, because each heartbeat would then edit the
 * card. Instead the card changes every half hour, so that readers notice when updates stop.
 */
export function sessionPost(session: Session, holds: readonly Holding[], now: Instant): NewPost {
  const { session_id, name, acts_for, noted, started_at, heartbeat_at, ended_by, summary } = session;
  const isLive = noted === 'live';
  const card: SessionCard = {
    type: 'session',
    session_id,
    name,
    acts_for,
    noted,
    started_at,
    last_heard_at: isLive || noted === 'unused' ? null : heartbeat_at,
    seen_at: isLive ? halfHourOf(now) : null,
    ended_by: ended_by === null || isStartedSession(ended_by) ? null : personOf(ended_by),
    summary,
    holds: [...holds],
  };
  return { key: `${KEY_START}${session_id}`, announcement: card };
}

/** The id of the session whose card has this post key; undefined for the keys of other posts. */
export function sessionOfPost(key: string): string | undefined {
  const id = key.slice(KEY_START.length);
  return key.startsWith(KEY_START) && isStartedSession(id) ? id : undefined;
}

/** A dead session that held something gets one notice for each time it dies. */
export function sessionLostPosts(session: Session, held: readonly Holding[]): readonly NewPost[] {
  const { session_id, name, acts_for, heartbeat_at } = session;
  if (held.length === 0) return [];
  const lost: SessionLost = {
    type: 'session-lost',
    session_id,
    name,
    acts_for,
    last_heard_at: heartbeat_at,
    held: [...held],
  };
  return [{ key: `session-lost-${session_id}-${millisOf(heartbeat_at)}`, announcement: lost }];
}

function halfHourOf(now: Instant): Instant {
  return instantFromMicros(Math.floor(millisOf(now) / SEEN_EVERY_MS) * SEEN_EVERY_MS * 1_000);
}

/** Returns `U024BE7LH` for `slack:U024BE7LH`, the id of a person's session. */
function personOf(session: string): string {
  return session.slice(session.indexOf(':') + 1);
}
