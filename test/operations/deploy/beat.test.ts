import { describe, expect, it } from 'vitest';
import { beatDeploy } from '#src/coordination/deploy-locks/beat-deploy.ts';
import { claimantOf } from '#src/coordination/deploy-locks/lock.ts';
import { ANN, aLockService, BEN, CLAUDE, MINUTE_MS } from '../../coordination/deploy-locks/a-lock-service.ts';

function beat(locks: ReturnType<typeof aLockService>, { token = 1, actor = ANN } = {}) {
  return locks.execute(actor, (state) => beatDeploy(state, { service: 'worker', claimant: claimantOf(actor), token }));
}

/** Ann deploys worker under a claim of 15 minutes. */
async function aDeploy(scope = 'worker') {
  const locks = aLockService();
  await locks.claim(ANN, { service: scope, forMs: 15 * MINUTE_MS });
  await locks.start(ANN);
  return locks;
}

describe('heartbeats of a deploy', () => {
  it.each(['worker', 'global'])('keep its lock of %s as long as they arrive', async (scope) => {
    const locks = await aDeploy(scope);
    for (let minutes = 0; minutes < 60; minutes += 4) {
      locks.pass(4 * MINUTE_MS);
      expect(await beat(locks)).toMatchObject({ type: 'kept' });
    }
    expect(await locks.heldBy(scope)).toBe(ANN.session);
  });

  it('that stop let the lock end within 15 minutes, and the result is unknown', async () => {
    const locks = await aDeploy();
    locks.pass(10 * MINUTE_MS);
    await beat(locks);
    locks.pass(15 * MINUTE_MS);
    await locks.watch.tick();
    expect(await locks.lock()).toMatchObject({
      hold: null,
      last_end: { how: 'expired' },
      deploy: { state: 'unknown' },
    });
  });

  it('that stop let the lock end, although the session of the agent lives on', async () => {
    const locks = aLockService();
    await locks.heartbeat(CLAUDE);
    await locks.claim(CLAUDE, { forMs: 15 * MINUTE_MS });
    await locks.start(CLAUDE);
    await beat(locks, { actor: CLAUDE });
    for (let minutes = 0; minutes < 16; minutes += 1) {
      locks.pass(MINUTE_MS);
      await locks.heartbeat(CLAUDE);
    }
    await locks.watch.tick();
    expect(await locks.lock()).toMatchObject({ hold: null, deploy: { state: 'unknown' } });
  });

  it('change the lock once in five minutes at most, so that its card is not edited all the time', async () => {
    const locks = await aDeploy();
    const { hold: before } = await locks.lock();
    locks.pass(5 * MINUTE_MS);
    await beat(locks);
    expect((await locks.lock()).hold).toEqual(before);
    locks.pass(1);
    await beat(locks);
    expect((await locks.lock()).hold).not.toEqual(before);
  });

  it('never shorten a claim, and keep nothing without a running deploy', async () => {
    const locks = aLockService();
    await locks.claim(ANN, { forMs: 60 * MINUTE_MS });
    expect(await beat(locks)).toMatchObject({ type: 'no-deploy' });
    await locks.start(ANN);
    const { hold } = await locks.lock();
    expect(await beat(locks)).toEqual({ type: 'kept', hold });
  });

  it('bring no lost lock back', async () => {
    const locks = await aDeploy();
    await locks.takeOver(BEN, { confirmed: 1, listed: 'listed' });
    expect(await beat(locks)).toMatchObject({ type: 'stale-token', known: 'given' });
    expect(await beat(locks, { token: 9 })).toMatchObject({ type: 'stale-token', known: 'never-given' });
    expect(await locks.heldBy()).toBe(BEN.session);
  });
});
