import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';

const ID_START = 'session_';

/**
 * The health that was stored last and that the card shows. `sessionHealth` computes the current health. `unused`: a token
 * was issued for the session, and its agent has not called yet.
 */
export const SessionNote = z.enum(['unused', 'live', 'stale', 'dead', 'ended']);
export type SessionNote = z.infer<typeof SessionNote>;

/**
 * An agent's session. It survives a restart of the agent, because the same token continues it. A person's session is
 * different: it has no document, belongs to one transport and never ends. The stored field `beat_every_ms` is the
 * heartbeat interval, and `muted_at` is the time when the session lost its last valid agent token.
 */
const Session = z.object({
  session_id: z.string(),
  /** The agent's name. */
  name: z.string(),
  /** The person for whom the agent acts. */
  acts_for: z.string(),
  started_at: Instant,
  /** The time of the newest heartbeat. Before the first heartbeat, it is the start of the session. */
  heartbeat_at: Instant,
  /** The promised interval of heartbeats; null for a session that lasts until `expires_at`. */
  beat_every_ms: z.number().int().positive().nullable(),
  expires_at: Instant.nullable(),
  ended_at: Instant.nullable(),
  /** The id of the session that ended this one: its own id, or that of a person's session. */
  ended_by: z.string().nullable(),
  /** When the session lost its last valid agent token with `write` scope; null if it did not. */
  muted_at: Instant.nullable().default(null),
  /** What the agent is working on, in its own words. */
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

/** Builds the id of a new session from a random, unique text. */
export function newSessionId(random: string): string {
  return `${ID_START}${random.slice(0, 8)}`;
}

/** Whether a person ended the session. Only a person can then start it again. */
export function wasStopped({ session_id, ended_by }: Pick<Session, 'session_id' | 'ended_by'>): boolean {
  return ended_by !== null && ended_by !== session_id;
}

export function isStartedSession(sessionId: string): boolean {
  return sessionId.startsWith(ID_START);
}
