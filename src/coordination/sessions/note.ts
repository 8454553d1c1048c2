import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import { UserText } from '../../platform/user-text.ts';
import type { NewPost } from '../outbox/post.ts';
import { isStartedSession } from './session.ts';

/** A note that somebody left for a session. */
export const NoteForSession = z.object({
  note_id: z.string(),
  /** The displayed name of the author. */
  by: UserText,
  /** The session of the author. */
  by_session: z.string(),
  text: UserText,
  at: Instant,
});
export type NoteForSession = Readonly<z.infer<typeof NoteForSession>>;

/** The notes of one session. */
const Inbox = z.object({
  session: z.string(),
  /** The notes that no answer has contained yet. */
  waiting: z.array(NoteForSession),
  /** The newest answer with notes. If the same request is repeated, it gets the same notes. */
  delivered: z.object({ request: z.string(), notes: z.array(NoteForSession) }).nullable(),
});
export type Inbox = Readonly<z.infer<typeof Inbox>>;

export const INBOXES: Collection<Inbox> = {
  name: 'session_inboxes',
  schema: Inbox,
  indexes: [],
  texts: [],
  times: [],
};

export function inboxRef(session: string): DocumentRef<Inbox> {
  return { collection: INBOXES, id: session };
}

/** The post that shows a note in the thread of the session's card. */
export const NotePost = z.object({ type: z.literal('session-note'), session_id: z.string(), ...NoteForSession.shape });
export type NotePost = Readonly<z.infer<typeof NotePost>>;

/** The posts of a note. A person's session has no card, so its notes have no thread. */
export function notePosts(session: string, note: NoteForSession): readonly NewPost[] {
  if (!isStartedSession(session)) return [];
  const announcement: NotePost = { type: 'session-note', session_id: session, ...note };
  return [{ key: `session-note-${note.note_id}`, under: `session-${session}`, announcement }];
}
