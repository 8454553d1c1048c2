import { expect, it } from 'vitest';
import { sessionRef } from '#src/coordination/sessions/session.ts';
import { startSession } from '#src/coordination/sessions/start-session.ts';
import { sessionWatch } from '#src/workers/session-watch.ts';
import { eventually } from '#test/eventually.ts';
import { aChain, aTrail } from '../coordination/audit/a-chain.ts';
import { aClockedStore } from '../coordination/sessions/a-store.ts';
import { silentLog } from '../pipeline/pipeline-stores.ts';

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
