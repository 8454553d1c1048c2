import { describe, expect, it } from 'vitest';
import { verifyAudit } from '#src/coordination/audit/verify-audit.ts';
import { personAt } from '#src/coordination/identity/actor.ts';
import type { DocumentReads, DocumentStore } from '#src/platform/document-store.ts';
import { ANN, aRoom, aStore, BEN, CLAUDE, CLEO, MINUTE_MS, type Room } from './a-lock-service.ts';

const STEPS = 30;

/** A store whose process dies at its nth step: before a commit, or after it and before anybody is told. */
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

const ACTS: Readonly<Record<string, (room: Room) => Promise<unknown>>> = {
  claim: (room) => room.claim(ANN),
  release: (room) => room.release(CLAUDE),
  'take-over': (room) => room.takeOver(ANN, { confirmed: 1 }),
  extend: (room) => room.extend(CLAUDE, { forMs: 60 * MINUTE_MS }),
  join: (room) => room.join(CLEO),
  'deploy start': (room) => room.start(CLAUDE),
  watch: (room) => room.watch.tick(),
};

/** Somebody acts in a process that dies at a step; later another process looks after the locks. */
async function killedAt(step: number, act: string) {
  const clock = { ms: Date.parse('2026-02-05T23:00:00Z') };
  const store = aStore(clock);
  const room = aRoom({ store });
  if (act !== 'claim') await room.claim(CLAUDE);
  await room.claim(BEN, { service: 'coordinator', forMs: 8 * 60 * MINUTE_MS });
  const others = await room.lock('coordinator');
  if (act === 'watch') clock.ms += 30 * MINUTE_MS;
  await ACTS[act]?.(aRoom({ store: dying(store, step) })).catch(() => 'killed');
  const after = aRoom({ store });
  clock.ms += 2 * 60 * MINUTE_MS;
  await after.watch.tick();
  clock.ms += 10 * MINUTE_MS;
  await after.watch.tick();
  return { after, others };
}

/** The tokens of the claims that the channel was told the end of. */
async function endsTold(room: Room): Promise<readonly number[]> {
  const cards = (await room.posts()).flatMap((post) =>
    post.type === 'lock' && post.service === 'worker' ? [post] : [],
  );
  return cards.filter(({ ended }) => ended !== null).map(({ token }) => token);
}

describe('kill -9 at any step of', () => {
  it.each(Object.keys(ACTS))(
    '%s: the lock ends all the same, people are told, and nobody else is touched',
    async (act) => {
      for (let step = 1; step <= STEPS; step += 1) {
        const { after, others } = await killedAt(step, act);
        const lock = await after.lock();
        expect(lock).toMatchObject({ hold: null, queue: [], reservation: null });
        expect(await after.lock('coordinator')).toEqual(others);
        const given = Array.from({ length: lock.token }, (_, index) => index + 1);
        expect((await endsTold(after)).toSorted()).toEqual(given);
        expect(await verifyAudit(after.store, after.deps.audit.digest)).toMatchObject({ faults: [] });
      }
    },
  );

  it('a claim whose answer was lost is answered when it is repeated, with the token it got', async () => {
    const store = aStore({ ms: Date.parse('2026-02-05T23:00:00Z') });
    for (let step = 1; step <= STEPS; step += 1) {
      const somebody = personAt('slack', { name: `p${step}`, id: `U${step}` });
      const request = `r${step}`;
      await aRoom({ store: dying(store, step) })
        .claim(somebody, { request })
        .catch(() => 'killed');
      const room = aRoom({ store });
      const again = await room.claim(somebody, { request });
      expect(again).toMatchObject({ type: 'claimed', hold: { token: step } });
      await room.release(somebody);
    }
  });
});
