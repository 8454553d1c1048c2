import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';

/** `noted` is what the watch last saw and the channel was told; ask `livenessOf` for what holds now. */
export const Noted = z.enum(['live', 'stale', 'dead', 'ended']);
export type Noted = z.infer<typeof Noted>;

/** A session that was started, by a person or for an agent. It stays when its process goes: who comes back with its token is the same. */
const Session = z.object({
  session_id: z.string(),
  /** The agent's name, or the person's. */
  name: z.string(),
  kind: z.enum(['person', 'agent']),
  /** The person behind an agent. */
  acts_for: z.string().nullable(),
  started_at: Instant,
  /** The newest beat; that of the start before the first. */
  heartbeat_at: Instant,
  /** How often it promised to beat; null for one that lives until `expires_at`. */
  beat_every_ms: z.number().int().positive().nullable(),
  expires_at: Instant.nullable(),
  ended_at: Instant.nullable(),
  /** What it is at, in its own words. */
  summary: z.string().nullable(),
  noted: Noted,
});
export type Session = Readonly<z.infer<typeof Session>>;

export const SESSIONS: Collection<Session> = {
  name: 'sessions',
  schema: Session,
  indexes: [['noted', 'started_at']],
  texts: [],
  times: ['started_at', 'heartbeat_at', 'expires_at', 'ended_at'],
};

export function sessionRef(sessionId: string): DocumentRef<Session> {
  return { collection: SESSIONS, id: sessionId };
}
