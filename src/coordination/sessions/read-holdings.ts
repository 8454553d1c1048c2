import type { DocumentStore } from '../../platform/document-store.ts';
import { APPROVALS } from '../approvals/approval.ts';
import type { Holding } from './session-card.ts';

/** What a session holds now, the first to end first. */
export async function readHoldings(store: DocumentStore, sessionId: string): Promise<readonly Holding[]> {
  const asked = await store.query(
    { collection: APPROVALS },
    { where: [['requested_session', '==', sessionId]], limit: 50 },
  );
  return asked
    .filter(({ data }) => data.state === 'pending')
    .map(({ data }) => ({ kind: 'approval', id: data.approval_id, until: null }) as const);
}
