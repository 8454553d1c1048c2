import { expect, it } from 'vitest';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { sessionRef } from '#src/coordination/sessions/session.ts';
import { startSession } from '#src/coordination/sessions/start-session.ts';
import { Announcement } from '#src/pipeline/announcement.ts';
import { startBatch } from '#src/pipeline/batch/start-batch.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import { sessionWatch } from '#src/workers/session-watch.ts';
import { eventually } from '#test/eventually.ts';
import { aChain, aTrail } from '../coordination/audit/a-chain.ts';
import { aClockedStore } from '../coordination/sessions/a-store.ts';
import { NOW, silentLog } from '../pipeline/pipeline-stores.ts';

it('two watching processes note a death once, and a stopped watch does not poll', async () => {
  const { store, pass } = aClockedStore();
  const deps = { store, services: ['worker'], newId: () => 'id' };
  const session = { sessionId: 'session_7', name: 'claude-7', actsFor: 'ann', forMs: 1_000 };
  await startSession(deps, session, aTrail());
  pass(2_000);

  const died: object[] = [];
  const log = { ...silentLog, warn: (fields: object) => void died.push(fields) };
  const watches = [1, 2].map(() => sessionWatch({ ...deps, audit: aChain(), log }));
  for (const watch of watches) watch.start();
  await eventually(async () => expect((await store.get(sessionRef('session_7')))?.data.noted).toBe('dead'));
  await Promise.all(watches.map((watch) => watch.tick()));
  await Promise.all(watches.map((watch) => watch.stop()));
  expect(died).toEqual([{ session: 'session_7' }]);
});

it('the card of a session lists the batch that it owns', async () => {
  const { store } = aClockedStore();
  const deps = { store, services: ['worker'], newId: () => 'id', audit: aChain(), log: silentLog };
  await startSession(deps, { sessionId: 'session_7', name: 'claude-7', actsFor: 'ann', forMs: 60_000 }, aTrail());
  const auditContext = { ...aTrail(), session: 'session_7' };
  const asOf = instantFromDate(NOW);
  await startBatch(store, { gameDate: '2026-02-05', asOf, mode: 'RETRY', now: NOW, auditContext });
  await sessionWatch(deps).tick();
  const posts = await store.query({ collection: POSTS }, {});
  const cards = posts.map(({ data }) => Announcement.parse(JSON.parse(data.wanted)));
  expect(cards.filter(({ type }) => type === 'session')).toMatchObject([
    { session_id: 'session_7', holds: [{ kind: 'batch', id: expect.stringContaining('2026-02-05') }] },
  ]);
});
