import { type DocumentStore, STORE_TIME } from '../../platform/document-store.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import type { AuditContext } from '../audit/trail.ts';
import { enqueuePosts } from '../outbox/post.ts';
import { type Session, sessionRef } from './session.ts';
import { sessionPost } from './session-card.ts';

export type SessionEnd =
  | { readonly type: 'ended' | 'ended-before'; readonly session: Session }
  | { readonly type: 'unknown' };

/** Ends a session. Its locks end with it: whoever watches over them asks `livenessOf`. */
export function endSession(store: DocumentStore, sessionId: string, trail: AuditContext): Promise<SessionEnd> {
  return auditedTransaction(store, trail, async (transaction, audit) => {
    const found = await transaction.get(sessionRef(sessionId));
    const now = await transaction.now();
    if (found === undefined) return { type: 'unknown' };
    if (found.data.ended_at !== null) return { type: 'ended-before', session: found.data };
    const session: Session = { ...found.data, noted: 'ended', ended_at: now, ended_by: trail.session };
    await enqueuePosts(transaction, [sessionPost(session, [], now)]);
    transaction.update(sessionRef(sessionId), { noted: 'ended', ended_at: STORE_TIME, ended_by: trail.session });
    audit.append({
      action: 'session.ended',
      subject: { kind: 'session', id: sessionId },
      before: { noted: found.data.noted },
      after: { noted: 'ended' },
    });
    return { type: 'ended', session };
  });
}
