import { type DocumentStore, STORE_TIME } from '../../platform/document-store.ts';
import type { AuditContext } from '../audit/audit-context.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import { sessionRef } from './session.ts';

/**
 * Records that a session has no valid agent token left. The session counts as unresponsive until it starts again with a
 * new token. The stored field for this is `muted_at`.
 */
export function orphanSession(store: DocumentStore, sessionId: string, auditContext: AuditContext): Promise<void> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
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
