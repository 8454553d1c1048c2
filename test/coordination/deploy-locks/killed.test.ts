import { describe, expect, it } from 'vitest';
import { verifyAudit } from '#src/coordination/audit/verify-audit.ts';
import { personAt } from '#src/coordination/identity/actor.ts';
import type { DocumentReads, DocumentStore } from '#src/platform/document-store.ts';
import { ANN, aLockService, aStore, BEN, CLAUDE, CLEO, type LockHarness, MINUTE_MS } from './a-lock-service.ts';

const STEPS = 30;

/** A store whose process dies at its nth step: before a commit, or between the commit and the answer. */
function dying(store: DocumentStore, step: number): DocumentStore {
  let steps = 0;
  const live = <A>(work: () => Promise<A>): Promise<A> => {
    steps += 1;
    return steps >= step ? Promise.reject(new Error('killed')) : work();
  };
  return {
    ...store,
    get: (ref) => live(() => store.get(ref)),
    getAll: (ref, ids) => live(() => store.getAll(ref, ids)),
    now: () => live(() => store.now()),
    transaction: async (decide) => {
      const result = await live(() =>
        store.transaction((transaction) => {
          const reads: DocumentReads = {
            get: (ref) => live(() => transaction.get(ref)),
            getAll: (ref, ids) => live(() => transaction.getAll(ref, ids)),
            now: () => live(() => transaction.now()),
          };
          return decide({ ...transaction, ...reads });
        }),
      );
      return await live(async () => result);
    },
  };
}

const ACTS: Readonly<Record<string, (locks: LockHarness) => Promise<unknown>>> = {
  claim: (locks) => locks.claim(ANN),
  release: (locks) => locks.release(CLAUDE),
  'take-over': (locks) => locks.takeOver(ANN, { confirmed: 1 }),
  extend: (locks) => locks.extend(CLAUDE, { forMs: 60 * MINUTE_MS }),
  join: (locks) => locks.join(CLEO),
  'deploy start': (locks) => locks.start(CLAUDE),
  watch: (locks) => locks.watch.tick(),
};

/** A command runs in a process that dies at a step; later another process runs the lock watch. */
async function killedAt(step: number, act: string) {
  const clock = { ms: Date.parse('2026-02-05T23:00:00Z') };
  const store = aStore(clock);
  const locks = aLockService({ store });
  if (act !== 'claim') await locks.claim(CLAUDE);
  await locks.claim(BEN, { service: 'coordinator', forMs: 8 * 60 * MINUTE_MS });
  const others = await locks.lock('coordinator');
  if (act === 'watch') clock.ms += 30 * MINUTE_MS;
  await ACTS[act]?.(aLockService({ store: dying(store, step) })).catch(() => 'killed');
  const after = aLockService({ store });
  clock.ms += 2 * 60 * MINUTE_MS;
  await after.watch.tick();
  clock.ms += 10 * MINUTE_MS;
  await after.watch.tick();
  return { after, others };
}

/** The tokens of the holds whose end is announced. */
async function announcedEnds(locks: LockHarness): Promise<readonly number[]> {
  const cards = (await locks.posts()).flatMap((post) =>
    post.type === 'lock' && post.service === 'worker' ? [post] : [],
  );
  return cards.filter(({ ended }) => ended !== null).map(({ token }) => token);
}

describe('kill -9 at any step of', () => {
  it.each(Object.keys(ACTS))(
    '%s: the lock still ends, its end is announced, and no other lock changes',
    async (act) => {
      for (let step = 1; step <= STEPS; step += 1) {
        const { after, others } = await killedAt(step, act);
        const lock = await after.lock();
        expect(lock).toMatchObject({ hold: null, queue: [], reservation: null });
        expect(await after.lock('coordinator')).toEqual(others);
        const given = Array.from({ length: lock.token }, (_, index) => index + 1);
        expect((await announcedEnds(after)).toSorted()).toEqual(given);
        expect(await verifyAudit(after.store, after.deps.audit)).toMatchObject({ faults: [] });
      }
    },
  );

  it('a claim whose answer was lost gets the same token when it is repeated', async () => {
    const store = aStore({ ms: Date.parse('2026-02-05T23:00:00Z') });
    for (let step = 1; step <= STEPS; step += 1) {
      const somebody = personAt('slack', { name: `p${step}`, id: `U${step}` });
      const request = `r${step}`;
      await aLockService({ store: dying(store, step) })
        .claim(somebody, { request })
        .catch(() => 'killed');
      const locks = aLockService({ store });
      const again = await locks.claim(somebody, { request });
      expect(again).toMatchObject({ type: 'claimed', hold: { token: step } });
      await locks.release(somebody);
    }
  });
});
