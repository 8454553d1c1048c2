import { type DocumentStore, STORE_TIME } from '../../platform/document-store.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import type { AuditContext } from '../audit/trail.ts';
import { sessionRef } from './session.ts';

/** Notes that no token can act for a session any more. What it holds is suspect until it begins again, which another token lets it do. */
export function orphanSession(store: DocumentStore, sessionId: string, trail: AuditContext): Promise<void> {
  return auditedTransaction(store, trail, async (transaction, audit) => {
    const session = (await transaction.get(sessionRef(sessionId)))?.data;
    if (session === undefined || session.ended_at !== null || session.muted_at !== null) return;
    transaction.update(sessionRef(sessionId), { muted_at: STORE_TIME });
    audit.append({
      action: 'session.muted',
      subject: { kind: 'session', id: sessionId },
      before: { muted: false },
      after: { muted: true },
    });
  });
}
