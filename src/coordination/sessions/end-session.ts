import { type DocumentStore, STORE_TIME } from '../../platform/document-store.ts';
import type { AuditContext } from '../audit/audit-context.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import { enqueuePosts } from '../outbox/post.ts';
import { type Session, sessionRef } from './session.ts';
import { sessionPost } from './session-card.ts';

export type SessionEnd =
  | { readonly type: 'ended' | 'ended-before'; readonly session: Session }
  | { readonly type: 'unknown' };

/** Ends a session. Its holds end as well, because the lock timeouts check `sessionHealth`. */
export function endSession(store: DocumentStore, sessionId: string, auditContext: AuditContext): Promise<SessionEnd> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const found = await transaction.get(sessionRef(sessionId));
    const now = await transaction.now();
    if (found === undefined) return { type: 'unknown' };
    if (found.data.ended_at !== null) return { type: 'ended-before', session: found.data };
    const session: Session = { ...found.data, noted: 'ended', ended_at: now, ended_by: auditContext.session };
    await enqueuePosts(transaction, [sessionPost(session, [], now)]);
    transaction.update(sessionRef(sessionId), { noted: 'ended', ended_at: STORE_TIME, ended_by: auditContext.session });
    audit.append({
      action: 'session.ended',
      subject: { kind: 'session', id: sessionId },
      before: { noted: found.data.noted },
      after: { noted: 'ended' },
    });
    return { type: 'ended', session };
  });
}
