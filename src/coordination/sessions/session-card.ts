import * as z from 'zod';
import { Instant, instantFromDate, instantFromMicros, millisOf } from '../../platform/instant.ts';
import type { NewPost } from '../outbox/post.ts';
import { isStartedSession, type Session, SessionNote } from './session.ts';

/** Slack shows a session as working for an hour after its card was last updated. */
const SEEN_EVERY_MS = 30 * 60_000;
const KEY_START = 'session-';

/** Something a session has that others may be waiting for. */
export const Holding = z.object({
  /** `offer`: a lock that is reserved for the session. */
  kind: z.enum(['lock', 'queue', 'offer', 'approval']),
  /** The service, or the id of the approval. */
  id: z.string(),
  /** When it expires; null for never. */
  until: Instant.nullable(),
});
export type Holding = Readonly<z.infer<typeof Holding>>;

/** Cards that an earlier release enqueued have milliseconds only. */
const SeenAt = z.union([Instant, z.iso.datetime().transform((text) => instantFromDate(new Date(text)))]);

/** The card of an agent's session. What belongs to the session appears in its thread. */
export const SessionCard = z.object({
  type: z.literal('session'),
  session_id: z.string(),
  name: z.string(),
  acts_for: z.string(),
  noted: SessionNote,
  started_at: Instant,
  /** The last heartbeat; null while the session is noted as live. */
  last_heard_at: Instant.nullable(),
  /** The half hour in which it was last seen live; null when it is not live. */
  seen_at: SeenAt.nullable().default(null),
  /** The person who ended it, by name or Slack id; null where no person did. */
  ended_by: z.string().nullable().default(null),
  summary: z.string().nullable(),
  holds: z.array(Holding),
});
export type SessionCard = Readonly<z.infer<typeof SessionCard>>;

/** A session that held something is dead. */
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
 * The post of a session's card. The card of a live session omits the last heartbeat, because every heartbeat would edit the card. It changes
 * every half hour instead, so that a card without updates shows its age.
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
    last_heard_at: isLive ? null : heartbeat_at,
    seen_at: isLive ? halfHourOf(now) : null,
    ended_by: ended_by === null || isStartedSession(ended_by) ? null : personOf(ended_by),
    summary,
    holds: [...holds],
  };
  return { key: `${KEY_START}${session_id}`, announcement: card };
}

/** The session whose card has this key; undefined for other posts. */
export function sessionOfPost(key: string): string | undefined {
  const id = key.slice(KEY_START.length);
  return key.startsWith(KEY_START) && isStartedSession(id) ? id : undefined;
}

/** The notice of a dead session, one for each time it dies. None when the session held nothing. */
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

/** `U024BE7LH` of `slack:U024BE7LH`, the session a person has at a transport. */
function personOf(session: string): string {
  return session.slice(session.indexOf(':') + 1);
}
