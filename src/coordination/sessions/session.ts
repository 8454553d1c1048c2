import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';

const ID_START = 'session_';

/** The health that the watch last noted and the card shows. `sessionHealth` computes the current one. */
export const SessionNote = z.enum(['live', 'stale', 'dead', 'ended']);
export type SessionNote = z.infer<typeof SessionNote>;

/**
 * An agent's session. It survives a restart of the agent: the same token continues it. A person has one session at each transport, which has
 * no document and never ends. Stored names: `beat_every_ms` is the heartbeat interval, `muted_at` the moment of becoming orphaned.
 */
const Session = z.object({
  session_id: z.string(),
  /** The agent's name. */
  name: z.string(),
  /** The person behind it. */
  acts_for: z.string(),
  started_at: Instant,
  /** The newest heartbeat; before the first one, the start. */
  heartbeat_at: Instant,
  /** The promised interval of heartbeats; null for a session that lasts until `expires_at`. */
  beat_every_ms: z.number().int().positive().nullable(),
  expires_at: Instant.nullable(),
  ended_at: Instant.nullable(),
  /** The session that ended it: itself, or a person's. */
  ended_by: z.string().nullable(),
  /** When its last token stopped working; null while one can act for it. */
  muted_at: Instant.nullable().default(null),
  /** What it is working on, in its own words. */
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

/** The id of a new session, from something random and unique. */
export function newSessionId(random: string): string {
  return `${ID_START}${random.slice(0, 8)}`;
}

/** Whether a person ended it. Then only a person can start it again. */
export function wasStopped({ session_id, ended_by }: Pick<Session, 'session_id' | 'ended_by'>): boolean {
  return ended_by !== null && ended_by !== session_id;
}

export function isStartedSession(sessionId: string): boolean {
  return sessionId.startsWith(ID_START);
}
