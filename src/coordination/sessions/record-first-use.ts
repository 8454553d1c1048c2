import { STORE_TIME } from '../../platform/document-store.ts';
import type { AuditContext } from '../audit/audit-context.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import type { LockDeps } from '../deploy-locks/load-locks.ts';
import { enqueuePosts } from '../outbox/post.ts';
import { loadHoldings } from './load-holdings.ts';
import { sessionRef } from './session.ts';
import { sessionPost } from './session-card.ts';

/** Makes an unused session live when its agent calls for the first time. Later calls change nothing. */
export async function recordFirstUse(deps: LockDeps, sessionId: string, auditContext: AuditContext): Promise<void> {
  const ref = sessionRef(sessionId);
  if ((await deps.store.get(ref))?.data.noted !== 'unused') return;
  const holds = await loadHoldings(deps, sessionId);
  await auditedTransaction(deps.store, auditContext, async (transaction, audit) => {
    const session = (await transaction.get(ref))?.data;
    if (session?.noted !== 'unused') return;
    await enqueuePosts(transaction, [sessionPost({ ...session, noted: 'live' }, holds, await transaction.now())]);
    transaction.update(ref, { heartbeat_at: STORE_TIME, noted: 'live' });
    audit.append({
      action: 'session.first-used',
      subject: { kind: 'session', id: sessionId },
      before: { noted: 'unused' },
      after: { noted: 'live' },
    });
  });
}
