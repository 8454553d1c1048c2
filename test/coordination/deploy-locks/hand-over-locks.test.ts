import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handOverLocks } from '#src/coordination/deploy-locks/hand-over-locks.ts';
import { claimantOf, GLOBAL, type Hold, type Lock } from '#src/coordination/deploy-locks/lock.ts';
import type { Actor } from '#src/coordination/identity/actor.ts';
import { ANN, aLockService, BEN, CLAUDE, CLEO, type LockHarness, MINUTE_MS, ROBIN } from './a-lock-service.ts';

const SERVICES = ['worker', 'coordinator', 'features'];

function handOver(locks: LockHarness, from: Actor, to: Actor) {
  const hand = { from: from.session, to: claimantOf(to), request: 'accept', content: 'handoff_1' };
  return locks.execute(to, (state) => handOverLocks(state, hand));
}

async function tokenOf(locks: LockHarness, service = 'worker'): Promise<number> {
  return (await locks.lock(service)).hold?.token ?? 0;
}

describe('a handed-over lock', () => {
  it('belongs to the new session, with the same reason and end and a higher token', async () => {
    const locks = aLockService();
    await locks.claim(CLAUDE);
    const before = await locks.lock();
    expect(await handOver(locks, CLAUDE, ROBIN)).toEqual([{ kind: 'lock', id: 'worker', token: 2 }]);
    const { hold, last_end } = await locks.lock();
    expect(hold).toMatchObject({
      claimant: { session: ROBIN.session },
      token: 2,
      reason: before.hold?.reason,
      until: before.hold?.until,
    });
    expect(last_end).toMatchObject({ how: 'handed-over', by: { session: ROBIN.session }, hold: { token: 1 } });
  });

  it('refuses the old token, and names the new holder', async () => {
    const locks = aLockService();
    await locks.claim(CLAUDE);
    await handOver(locks, CLAUDE, ROBIN);
    expect(await locks.extend(CLAUDE, { token: 1 })).toMatchObject({
      type: 'stale-token',
      known: 'given',
      last: { how: 'handed-over', by: { session: ROBIN.session } },
      hold: { claimant: { session: ROBIN.session } },
    });
    expect(await locks.release(ROBIN, { token: 2 })).toMatchObject({ type: 'released' });
  });

  it('takes its running deploy along, and only the new session can finish it', async () => {
    const locks = aLockService();
    await locks.claim(CLAUDE);
    await locks.start(CLAUDE);
    expect(await handOver(locks, CLAUDE, ROBIN)).toContainEqual({ kind: 'deploy', id: 'worker', token: 2 });
    expect(await locks.finish(CLAUDE, { token: 1 })).toMatchObject({ type: 'stale-token' });
    expect((await locks.lock()).deploy).toMatchObject({ state: 'running', token: 2 });
    expect(await locks.finish(ROBIN, { token: 2 })).toMatchObject({ type: 'finished', deploy: { state: 'succeeded' } });
  });

  it('takes the deploys along that run under the global lock', async () => {
    const locks = aLockService();
    await locks.claim(CLAUDE, { service: GLOBAL });
    await locks.start(CLAUDE, { service: 'worker' });
    await handOver(locks, CLAUDE, ROBIN);
    const token = await tokenOf(locks, GLOBAL);
    expect((await locks.lock('worker')).deploy).toMatchObject({ state: 'running', token });
    expect(await locks.finish(ROBIN, { service: 'worker' })).toMatchObject({ type: 'finished' });
  });

  it('is shown on both cards and in the thread of the old one', async () => {
    const locks = aLockService();
    await locks.claim(CLAUDE);
    await handOver(locks, CLAUDE, ROBIN);
    const posts = await locks.posts();
    expect(posts.filter(({ type }) => type === 'lock')).toMatchObject([
      { token: 1, ended: { how: 'handed-over' } },
      { token: 2, ended: null },
    ]);
    expect(posts).toContainEqual(
      expect.objectContaining({ type: 'lock-notice', happened: 'ended', how: 'handed-over' }),
    );
  });
});

describe('a handed-over place in a queue', () => {
  it('keeps its position', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    for (const waiting of [CLAUDE, BEN]) await locks.join(waiting);
    expect(await handOver(locks, CLAUDE, ROBIN)).toEqual([{ kind: 'queue', id: 'worker', token: null }]);
    const sessions = (await locks.lock()).queue.map(({ claimant }) => claimant.session);
    expect(sessions).toEqual([ROBIN.session, BEN.session]);
  });

  it('is the earlier one of two', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    for (const waiting of [CLAUDE, BEN, ROBIN]) await locks.join(waiting);
    await handOver(locks, CLAUDE, ROBIN);
    const sessions = (await locks.lock()).queue.map(({ claimant }) => claimant.session);
    expect(sessions).toEqual([ROBIN.session, BEN.session]);
  });

  it('is given up when the new session holds the lock', async () => {
    const locks = aLockService();
    await locks.claim(ROBIN);
    await locks.join(CLAUDE);
    expect(await handOver(locks, CLAUDE, ROBIN)).toEqual([]);
    expect((await locks.lock()).queue).toEqual([]);
  });

  it('takes its reservation along', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    await locks.join(CLAUDE);
    await locks.release(ANN);
    expect(await handOver(locks, CLAUDE, ROBIN)).toEqual([{ kind: 'offer', id: 'worker', token: null }]);
    expect(await locks.claim(CLAUDE)).toMatchObject({ type: 'blocked', conflict: { type: 'reserved' } });
    expect(await locks.claim(ROBIN)).toMatchObject({ type: 'claimed' });
    const reservations = (await locks.posts()).filter(({ type }) => type === 'lock-offer');
    expect(reservations).toMatchObject([{ outcome: 'handed-over' }, { outcome: 'claimed' }]);
  });
});

type Step = readonly [verb: 'claim' | 'join' | 'release' | 'start', actor: Actor, service: string];

const step: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom('claim', 'join', 'release', 'start'),
  fc.constantFrom(CLAUDE, ROBIN, ANN, CLEO),
  fc.constantFrom(...SERVICES, GLOBAL),
);

describe('whatever happened before', () => {
  it('the old session has nothing left, nothing is lost, and every token is higher', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const locks = await afterSteps(steps);
        const before = await allLocks(locks);
        await handOver(locks, CLAUDE, ROBIN);
        const after = await allLocks(locks);
        expect(after).toHaveLength(before.length);
        for (const [index, lock] of after.entries())
          expectMoved(before[index] ?? lock, lock, { global: after.at(-1)?.hold ?? null });
      }),
      { numRuns: 60 },
    );
  });
});

async function afterSteps(steps: readonly Step[]): Promise<LockHarness> {
  const locks = aLockService({ services: SERVICES });
  for (const [verb, actor, service] of steps) {
    locks.pass(MINUTE_MS / 60);
    await locks[verb](actor, { service });
  }
  return locks;
}

function expectMoved(old: Lock, lock: Lock, { global }: { readonly global: Hold | null }): void {
  expectNothingOf(CLAUDE, lock);
  expectHoldMoved(old, lock);
  if (old.deploy?.state === 'running') expect(lock.deploy?.state).toBe('running');
  if (!isOf(ROBIN, lock.hold) && !isOf(ROBIN, global)) expectPlaceMoved(old, lock);
}

function allLocks(locks: LockHarness): Promise<readonly Lock[]> {
  return Promise.all([...SERVICES, GLOBAL].map((service) => locks.lock(service)));
}

function isOf({ session }: Actor, owned: Pick<Hold, 'claimant'> | null): boolean {
  return owned?.claimant.session === session;
}

function expectNothingOf(actor: Actor, { hold, reservation, queue, deploy }: Lock): void {
  const waiting = queue.map(({ claimant }) => claimant.session);
  const running = deploy?.state === 'running' ? deploy.claimant.session : undefined;
  expect([hold?.claimant.session, reservation?.session, running, ...waiting]).not.toContain(actor.session);
}

function expectHoldMoved(old: Lock, lock: Lock): void {
  if (old.hold === null) return;
  if (!isOf(CLAUDE, old.hold)) {
    expect(lock.hold).toEqual(old.hold);
    return;
  }
  expect(lock.hold).toMatchObject({ claimant: { session: ROBIN.session }, until: old.hold.until });
  expect(lock.hold?.token).toBeGreaterThan(old.hold.token);
}

function expectPlaceMoved(old: Lock, lock: Lock): void {
  const waited = old.queue.some((waiting) => isOf(CLAUDE, waiting) || isOf(ROBIN, waiting));
  expect(lock.queue.filter((waiting) => isOf(ROBIN, waiting))).toHaveLength(waited ? 1 : 0);
}
