import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { LOCKS } from '#src/coordination/deploy-locks/lock-storage.ts';
import { NOW } from '../../pipeline/pipeline-stores.ts';
import { ANN, aLockService, aStore, BEN, CLAUDE, CLEO, type LockHarness, MINUTE_MS } from './a-lock-service.ts';

/** A collection that writes lock documents which do not parse. */
const BOT = {
  collection: { name: LOCKS.name, schema: z.looseObject({ service: z.string() }), indexes: [], texts: [], times: [] },
  id: 'bot',
};

/** Ann deploys the worker, Cleo waits for the global lock, the coordinator is free. */
async function aRoomWhereCleoWaits(): Promise<LockHarness> {
  const locks = aLockService();
  await locks.claim(ANN);
  await locks.join(CLEO, { service: 'global' });
  return locks;
}

const AWAITED = { type: 'blocked', conflict: { type: 'awaited', waiting: { claimant: { session: CLEO.session } } } };

describe('while a session waits for the global lock', () => {
  it('a later session cannot claim a free service, and may join its queue', async () => {
    const locks = await aRoomWhereCleoWaits();
    expect(await locks.claim(BEN, { service: 'coordinator' })).toMatchObject(AWAITED);
    expect(await locks.join(BEN, { service: 'coordinator' })).toMatchObject({ type: 'waiting', place: 1 });
    expect((await locks.lock('coordinator')).reservation).toBeNull();
  });

  it('it gets the global lock once the last service is free, before sessions that came later', async () => {
    const locks = await aRoomWhereCleoWaits();
    await locks.join(BEN);
    await locks.release(ANN);
    expect((await locks.lock()).reservation).toBeNull();
    expect((await locks.lock('global')).reservation?.session).toBe(CLEO.session);
    await locks.claim(CLEO, { service: 'global' });
    await locks.release(CLEO, { service: 'global' });
    expect((await locks.lock()).reservation?.session).toBe(BEN.session);
  });

  it('a session that waited for a service earlier gets it first', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    await locks.join(BEN);
    await locks.join(CLEO, { service: 'global' });
    await locks.release(ANN);
    expect((await locks.lock()).reservation?.session).toBe(BEN.session);
    expect((await locks.claim(BEN)).type).toBe('claimed');
    await locks.release(BEN);
    expect((await locks.lock('global')).reservation?.session).toBe(CLEO.session);
  });

  it('a holder can still extend, deploy and claim another service that it needs', async () => {
    const locks = await aRoomWhereCleoWaits();
    expect((await locks.extend(ANN, { forMs: 45 * MINUTE_MS })).type).toBe('extended');
    expect((await locks.start(ANN)).type).toBe('started');
    expect((await locks.claim(ANN, { service: 'coordinator' })).type).toBe('claimed');
  });

  it('a hold can be taken over, and the wait does not block the take-over', async () => {
    const locks = await aRoomWhereCleoWaits();
    const token = (await locks.lock()).hold?.token ?? 0;
    expect((await locks.takeOver(BEN, { confirmed: token, listed: 'listed' })).type).toBe('taken-over');
  });

  it('a free service cannot be taken over ahead of it', async () => {
    const locks = await aRoomWhereCleoWaits();
    expect(await locks.takeOver(BEN, { service: 'coordinator', listed: 'listed' })).toMatchObject(AWAITED);
  });

  it('it can claim services itself', async () => {
    const locks = await aRoomWhereCleoWaits();
    expect((await locks.claim(CLEO, { service: 'coordinator' })).type).toBe('claimed');
  });
});

describe('when two sessions wait for the global lock', () => {
  async function twoWaiting(): Promise<LockHarness> {
    const locks = aLockService();
    await locks.heartbeat(CLAUDE);
    await locks.claim(ANN);
    await locks.join(CLAUDE, { service: 'global' });
    await locks.join(CLEO, { service: 'global' });
    return locks;
  }

  it('the second gets its turn when the first is dead, and services stay reserved until then', async () => {
    const locks = await twoWaiting();
    await locks.end(CLAUDE);
    await locks.watch.tick();
    expect(await locks.claim(BEN, { service: 'coordinator' })).toMatchObject(AWAITED);
    await locks.release(ANN);
    expect((await locks.lock('global')).reservation?.session).toBe(CLEO.session);
  });

  it('the second gets its turn when the first lets its reservation expire', async () => {
    const locks = await twoWaiting();
    await locks.release(ANN);
    expect((await locks.lock('global')).reservation?.session).toBe(CLAUDE.session);
    locks.pass(6 * MINUTE_MS);
    await locks.heartbeat(CLAUDE);
    await locks.watch.tick();
    expect((await locks.lock('global')).reservation?.session).toBe(CLEO.session);
    expect((await locks.claim(CLEO, { service: 'global' })).type).toBe('claimed');
  });

  it('neither is forgotten after a restart: the next poll notices the end of the last hold', async () => {
    const clock = { ms: NOW.getTime() };
    const store = aStore(clock);
    const before = aLockService({ store });
    await before.claim(ANN);
    await before.join(CLEO, { service: 'global' });
    await before.join(BEN, { service: 'global' });
    clock.ms += 31 * MINUTE_MS;
    const after = aLockService({ store });
    await after.watch.tick();
    expect((await after.lock('global')).reservation?.session).toBe(CLEO.session);
    clock.ms += 6 * MINUTE_MS;
    await aLockService({ store }).watch.tick();
    expect((await after.lock('global')).reservation?.session).toBe(BEN.session);
  });
});

describe('a session blocks nobody once it no longer waits for the global lock', () => {
  it('or while its turn cannot come, because the lock of a service is unreadable', async () => {
    const locks = aLockService({ services: ['worker', 'coordinator', 'bot'] });
    await locks.claim(ANN);
    await locks.join(CLEO, { service: 'global' });
    await locks.store.create(BOT, { service: 'bot' });
    expect((await locks.claim(BEN, { service: 'coordinator' })).type).toBe('claimed');
  });

  it('after it left the queue: the next in a service’s queue gets the reservation', async () => {
    const locks = await aRoomWhereCleoWaits();
    await locks.join(BEN, { service: 'coordinator' });
    await locks.leave(CLEO, { service: 'global' });
    expect((await locks.lock('coordinator')).reservation?.session).toBe(BEN.session);
  });

  it('after its session ended', async () => {
    const locks = aLockService();
    await locks.heartbeat(CLAUDE);
    await locks.claim(ANN);
    await locks.join(CLAUDE, { service: 'global' });
    await locks.join(BEN, { service: 'coordinator' });
    await locks.end(CLAUDE);
    await locks.watch.tick();
    expect((await locks.lock('coordinator')).reservation?.session).toBe(BEN.session);
  });

  it('after its reservation expired', async () => {
    const locks = await aRoomWhereCleoWaits();
    await locks.join(BEN, { service: 'coordinator' });
    await locks.release(ANN);
    expect((await locks.lock('coordinator')).reservation).toBeNull();
    locks.pass(6 * MINUTE_MS);
    await locks.watch.tick();
    expect((await locks.lock('coordinator')).reservation?.session).toBe(BEN.session);
  });
});
