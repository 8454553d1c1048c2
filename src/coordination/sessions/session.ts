import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';

const ID_START = 'session_';

/** What the watch last saw and the channel was told; ask `livenessOf` for what holds now. */
export const SessionNote = z.enum(['live', 'stale', 'dead', 'ended']);
export type SessionNote = z.infer<typeof SessionNote>;

/**
 * A session of an agent. It stays when its process goes: who comes back with its token is the same. People have sessions without a document,
 * one at each door, which never die.
 */
const Session = z.object({
  session_id: z.string(),
  /** The agent's. */
  name: z.string(),
  /** The person behind it. */
  acts_for: z.string(),
  started_at: Instant,
  /** The newest beat; that of the start before the first. */
  heartbeat_at: Instant,
  /** How often it promised to beat; null for one that lives until `expires_at`. */
  beat_every_ms: z.number().int().positive().nullable(),
  expires_at: Instant.nullable(),
  ended_at: Instant.nullable(),
  /** The session that ended it: itself, or that of a person. */
  ended_by: z.string().nullable(),
  /** Since when no token can act for it; null while one may. */
  muted_at: Instant.nullable().default(null),
  /** What it is at, in its own words. */
  summary: z.string().nullable(),
  noted: SessionNote,
});
export type Session = Readonly<z.infer<typeof Session>>;

export const SESSIONS: Collection<Session> = {
  name: 'sessions',
  schema: Session,
  indexes: [['noted', 'started_at']],
  texts: [],
  times: ['started_at', 'heartbeat_at', 'expires_at', 'ended_at', 'muted_at'],
};

export function sessionRef(sessionId: string): DocumentRef<Session> {
  return { collection: SESSIONS, id: sessionId };
}

/** An id for a session that is to be started, from something random and unique. */
export function newSessionId(random: string): string {
  return `${ID_START}${random.slice(0, 8)}`;
}

/** Whether a person ended it: then only a person begins it again. */
export function wasStopped({ session_id, ended_by }: Pick<Session, 'session_id' | 'ended_by'>): boolean {
  return ended_by !== null && ended_by !== session_id;
}

export function isStartedSession(sessionId: string): boolean {
  return sessionId.startsWith(ID_START);
}
