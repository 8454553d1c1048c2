import type { DocumentStore } from '../../platform/document-store.ts';
import { type Liveness, livenessOf } from './liveness.ts';
import { readHoldings } from './read-holdings.ts';
import { type Noted, SESSIONS, type Session } from './session.ts';
import type { Holding } from './session-card.ts';

const SHOWN = ['live', 'stale', 'dead'] as const satisfies readonly Noted[];
const AT_MOST = 30;

export interface SessionReport extends Pick<Session, 'session_id' | 'name' | 'acts_for' | 'started_at' | 'summary'> {
  readonly liveness: Liveness;
  readonly last_heard_at: string;
  readonly holds: readonly Holding[];
}

/** The sessions that were not ended, the newest first, as they stand now. */
export async function listSessions(store: DocumentStore): Promise<readonly SessionReport[]> {
  const now = await store.now();
  const found = await Promise.all(
    SHOWN.map((noted) =>
      store.query(
        { collection: SESSIONS },
        { where: [['noted', '==', noted]], orderBy: ['started_at', 'desc'], limit: AT_MOST },
      ),
    ),
  );
  const newest = found.flat().toSorted((a, b) => b.data.started_at.localeCompare(a.data.started_at));
  return Promise.all(
    newest.slice(0, AT_MOST).map(async ({ data }) => ({
      session_id: data.session_id,
      name: data.name,
      acts_for: data.acts_for,
      liveness: livenessOf(data, now),
      started_at: data.started_at,
      last_heard_at: data.heartbeat_at,
      summary: data.summary,
      holds: await readHoldings(store, data.session_id),
    })),
  );
}
