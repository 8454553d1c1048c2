import type { DocumentStore, Transaction } from '../../platform/document-store.ts';
import { type AuditContext, callerName } from '../audit/audit-context.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import { isPersonalTransport } from '../identity/actor.ts';
import { enqueuePosts } from '../outbox/post.ts';
import { type Inbox, inboxRef, type NoteForSession, notePosts } from './note.ts';
import { isStartedSession, type Session, sessionRef } from './session.ts';

/** How many notes may wait for a session. */
export const MAX_WAITING_NOTES = 20;

interface NoteDeps {
  readonly store: DocumentStore;
  readonly newId: () => string;
}

export type LeftNote =
  | { readonly type: 'left'; readonly note: NoteForSession }
  | { readonly type: 'unknown-session' | 'session-ended' | 'inbox-full' };

/**
 * Leaves a note for a session: in the thread of its card, and in its next answer. A session that ended gets none, because
 * it has no next answer. A repeated request leaves one note.
 */
export async function leaveNote(
  { store, newId }: NoteDeps,
  { session, text }: { readonly session: string; readonly text: string },
  auditContext: AuditContext,
): Promise<LeftNote> {
  const note_id = noteId(auditContext, newId);
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const receiver = isStartedSession(session) ? (await transaction.get(sessionRef(session)))?.data : undefined;
    const found = (await transaction.get(inboxRef(session)))?.data;
    const note = await newNote(transaction, { note_id, text }, auditContext);
    const before: Inbox = found ?? { session, waiting: [], delivered: null };
    const decided = cannotReceive(session, receiver) ?? decideNote(before, note);
    if (decided !== undefined) return decided;
    await enqueuePosts(transaction, notePosts(session, note));
    const after = { ...before, waiting: [...before.waiting, note] };
    if (found === undefined) transaction.create(inboxRef(session), after);
    else transaction.update(inboxRef(session), { waiting: after.waiting });
    audit.append({
      action: 'session.told',
      subject: { kind: 'session', id: session },
      before: null,
      after: { note_id, text },
    });
    return { type: 'left', note };
  });
}

async function newNote(
  transaction: Transaction,
  { note_id, text }: Pick<NoteForSession, 'note_id' | 'text'>,
  author: AuditContext,
): Promise<NoteForSession> {
  return { note_id, by: callerName(author), by_session: author.session ?? '', text, at: await transaction.now() };
}

/** Returns the answer to a note that is there already or does not fit. Returns undefined for a note to add. */
function decideNote({ waiting, delivered }: Inbox, { note_id }: NoteForSession): LeftNote | undefined {
  const known = [...waiting, ...(delivered?.notes ?? [])].find((each) => each.note_id === note_id);
  if (known !== undefined) return { type: 'left', note: known };
  return waiting.length >= MAX_WAITING_NOTES ? { type: 'inbox-full' } : undefined;
}

/** A caller that repeats its request names the same note again. */
function noteId({ session, request }: AuditContext, newId: () => string): string {
  const own = `${session ?? newId()}-${request}`;
  return own.replaceAll(/[^\w.-]/g, '_').slice(0, 200);
}

function cannotReceive(session: string, receiver: Session | undefined): LeftNote | undefined {
  if (isPersonalTransport(session, 'slack') || isPersonalTransport(session, 'cli')) return undefined;
  if (receiver === undefined) return { type: 'unknown-session' };
  return receiver.ended_at === null ? undefined : { type: 'session-ended' };
}
