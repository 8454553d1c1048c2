import type { DocumentStore } from '../../platform/document-store.ts';
import { APPROVALS } from '../approvals/approval.ts';
import type { Holding } from './session-card.ts';

/** What a session holds now, the first to end first. */
export async function readHoldings(store: DocumentStore, sessionId: string): Promise<readonly Holding[]> {
  const asked = await store.query(
    { collection: APPROVALS },
    {
      where: [
        ['requested_session', '==', sessionId],
        ['state', '==', 'pending'],
      ],
    },
  );
  return asked.map(({ data }) => ({ kind: 'approval', id: data.approval_id, until: data.expires_at }) as const);
}
