import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { systemAuditContext } from '#src/coordination/audit/audit-context.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { endSession } from '#src/coordination/sessions/end-session.ts';
import { loadAllHoldings } from '#src/coordination/sessions/load-holdings.ts';
import { SESSIONS } from '#src/coordination/sessions/session.ts';
import { startSession } from '#src/coordination/sessions/start-session.ts';
import { watchSessions } from '#src/coordination/sessions/watch-sessions.ts';
import { Announcement } from '#src/pipeline/announcement.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { aChain, aTrail } from '../audit/a-chain.ts';
import { aClockedStore } from './a-store.ts';

const SEVEN = { sessionId: 'session_7', name: 'claude-7', actsFor: 'ann', forMs: 60 * 60_000 };
const deps = (store: DocumentStore) => ({ store, services: ['worker'], newId: randomUUID });

it('a session that ends during a poll of the watch stays ended on its card', async () => {
  const { store } = aClockedStore();
  await startSession(deps(store), SEVEN, aTrail());
  const endedOnceRead: DocumentStore = {
    ...store,
    query: async (ref, query) => {
      const found = await store.query(ref, query);
      if (ref.collection.name === SESSIONS.name && found.length > 0) await endSession(store, SEVEN.sessionId, aTrail());
      return found;
    },
  };
  const loadHeld = () => loadAllHoldings(deps(endedOnceRead));
  await watchSessions({ store: endedOnceRead, loadHeld }, systemAuditContext(aChain(), 'session-watch'));
  const posts = await store.query({ collection: POSTS }, {});
  expect(posts.map(({ data }) => Announcement.parse(JSON.parse(data.wanted)))).toMatchObject([
    { type: 'session', noted: 'ended' },
  ]);
});
