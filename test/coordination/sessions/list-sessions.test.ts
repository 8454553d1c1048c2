import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { systemAuditContext } from '#src/coordination/audit/audit-context.ts';
import { listSessions } from '#src/coordination/sessions/list-sessions.ts';
import { loadAllHoldings } from '#src/coordination/sessions/load-holdings.ts';
import { startSession } from '#src/coordination/sessions/start-session.ts';
import { watchSessions } from '#src/coordination/sessions/watch-sessions.ts';
import { aChain, aTrail } from '../audit/a-chain.ts';
import { aClockedStore } from './a-store.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const MANY = 40;

it('a session at work is listed first, however many sessions died after it started', async () => {
  const { store, pass } = aClockedStore();
  const deps = { store, services: ['worker'], newId: randomUUID };
  const begin = (sessionId: string, forMs: number) =>
    startSession(deps, { sessionId, name: sessionId, actsFor: 'ann', forMs }, aTrail());
  await begin('session_at_work', DAY_MS);
  for (let number = 1; number <= MANY; number += 1) await begin(`session_${number}`, MINUTE_MS);
  pass(2 * MINUTE_MS);
  await watchSessions({ store, loadHeld: () => loadAllHoldings(deps) }, systemAuditContext(aChain(), 'session-watch'));

  const [first, second, ...others] = await listSessions(deps);

  expect(first).toMatchObject({ session_id: 'session_at_work', health: 'untracked' });
  expect(second).toMatchObject({ session_id: `session_${MANY}`, health: 'dead' });
  expect(others).toHaveLength(28);
});
