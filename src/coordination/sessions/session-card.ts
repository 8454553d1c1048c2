import * as z from 'zod';
import { millisOf } from '../../platform/instant.ts';
import type { WantedPost } from '../posts/post.ts';
import { Noted, type Session } from './session.ts';

/** Something a session has that others may wait for. */
export const Holding = z.object({
  kind: z.enum(['lock', 'queue', 'approval']),
  /** The service, or the id of what is to be approved. */
  id: z.string(),
  /** When it ends by itself; null when it does not. */
  until: z.string().nullable(),
});
export type Holding = Readonly<z.infer<typeof Holding>>;

/** The living message of an agent's session. Its thread is where what belongs to the session is told. */
export const SessionCard = z.object({
  type: z.literal('session'),
  session_id: z.string(),
  name: z.string(),
  acts_for: z.string(),
  noted: Noted,
  started_at: z.string(),
  /** Of the last sign of life, once there is none any more. */
  last_heard_at: z.string().nullable(),
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
  last_heard_at: z.string(),
  held: z.array(Holding),
});
export type SessionLost = Readonly<z.infer<typeof SessionLost>>;

/** The card as the post of its own. It says when the session was heard only once it is silent: a card is not edited with every beat. */
export function sessionPost(session: Session, holds: readonly Holding[]): WantedPost {
  const { session_id, name, acts_for, noted, started_at, heartbeat_at, summary } = session;
  const last_heard_at = noted === 'live' ? null : heartbeat_at;
  const card: SessionCard = {
    type: 'session',
    session_id,
    name,
    acts_for,
    noted,
    started_at,
    last_heard_at,
    summary,
    holds: [...holds],
  };
  return { key: `session-${session_id}`, announcement: card };
}

/** The notice of a death, one for each silence. None when nobody misses anything. */
export function lostPosts(session: Session, held: readonly Holding[]): readonly WantedPost[] {
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
