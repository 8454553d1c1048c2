import type { DocumentStore } from '../../platform/document-store.ts';
import type { AuditContext } from '../audit/audit-context.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import { inboxRef, type NoteForSession } from './note.ts';

/**
 * Takes the notes that wait for the caller's session, for the answer to its request. Each note is taken once: if two
 * requests of a session run at the same time, one gets it. A repeated request gets the same notes again.
 */
export async function takeNotes(store: DocumentStore, auditContext: AuditContext): Promise<readonly NoteForSession[]> {
  const { session, request } = auditContext;
  if (session === null) return [];
  const inbox = (await store.get(inboxRef(session)))?.data;
  if (inbox?.delivered?.request === request) return inbox.delivered.notes;
  if (inbox === undefined || inbox.waiting.length === 0) return [];
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const current = (await transaction.get(inboxRef(session)))?.data;
    if (current?.delivered?.request === request) return current.delivered.notes;
    if (current === undefined || current.waiting.length === 0) return [];
    const notes = current.waiting;
    transaction.update(inboxRef(session), { waiting: [], delivered: { request, notes } });
    audit.append({
      action: 'session.notes-delivered',
      subject: { kind: 'session', id: session },
      before: null,
      after: { notes: notes.map(({ note_id }) => note_id) },
    });
    return notes;
  });
}
