import * as z from 'zod';
import { Instant, instantFromDate, instantFromMicros, millisOf } from '../../platform/instant.ts';
import type { NewPost } from '../outbox/post.ts';
import { isStartedSession, type Session, SessionNote } from './session.ts';

/** Slack shows for an hour that a session is at work, unless it is told again. */
const SEEN_EVERY_MS = 30 * 60_000;
const KEY_START = 'session-';

/** Something a session has that others may wait for. */
export const Holding = z.object({
  /** `offer`: a lock that is kept for the session until it claims it. */
  kind: z.enum(['lock', 'queue', 'offer', 'approval']),
  /** The service, or the id of what is to be approved. */
  id: z.string(),
  /** When it ends by itself; null when it does not. */
  until: Instant.nullable(),
});
export type Holding = Readonly<z.infer<typeof Holding>>;

/** Cards that wait to be shown since a release before have only milliseconds. */
const SeenAt = z.union([Instant, z.iso.datetime().transform((text) => instantFromDate(new Date(text)))]);

/** The living message of an agent's session. Its thread is where what belongs to the session is told. */
export const SessionCard = z.object({
  type: z.literal('session'),
  session_id: z.string(),
  name: z.string(),
  acts_for: z.string(),
  noted: SessionNote,
  started_at: Instant,
  /** Of the last sign of life, once there is none any more. */
  last_heard_at: Instant.nullable(),
  /** The half hour in which it was last seen live; null while it is not. */
  seen_at: SeenAt.nullable().default(null),
  /** The person who ended it, by name or by an id of Slack; null where nobody did. */
  ended_by: z.string().nullable().default(null),
  summary: z.string().nullable(),
  holds: z.array(Holding),
});
export type SessionCard = Readonly<z.infer<typeof SessionCard>>;

/** A session has died with something in its hands. */
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
 * The card as the post of its own. It says when the session was heard only once it is silent: a card is not edited with every beat. While
 * the session is live it says so anew every half hour, so that a card nobody keeps any more shows its age.
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

/** The session whose card is the post of this key; undefined for other posts. */
export function sessionOfPost(key: string): string | undefined {
  const id = key.slice(KEY_START.length);
  return key.startsWith(KEY_START) && isStartedSession(id) ? id : undefined;
}

/** The notice of a death, one for each silence. None when nobody misses anything. */
export function lostPosts(session: Session, held: readonly Holding[]): readonly NewPost[] {
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

/** `U024BE7LH` of `slack:U024BE7LH`: the session a person has at a door. */
function personOf(session: string): string {
  return session.slice(session.indexOf(':') + 1);
}
