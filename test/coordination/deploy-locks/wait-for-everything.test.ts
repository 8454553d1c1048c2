import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { LOCKS } from '#src/coordination/deploy-locks/lock-storage.ts';
import { NOW } from '../../pipeline/pipeline-stores.ts';
import { ANN, aRoom, aStore, BEN, CLAUDE, CLEO, MINUTE_MS, type Room } from './a-lock-service.ts';

/** The lock of the bot, written by who knows nothing of locks. */
const BOT = {
  collection: { name: LOCKS.name, schema: z.looseObject({ service: z.string() }), indexes: [], texts: [], times: [] },
  id: 'bot',
};

/** Ann deploys the worker, Cleo waits for everything, the coordinator is free. */
async function aRoomWhereCleoWaits(): Promise<Room> {
  const room = aRoom();
  await room.claim(ANN);
  await room.join(CLEO, { service: 'global' });
  return room;
}

const AWAITED = { type: 'blocked', conflict: { type: 'awaited', waiting: { claimant: { session: CLEO.session } } } };

describe('while somebody waits for everything', () => {
  it('a free service goes to nobody who comes later, who may queue up', async () => {
    const room = await aRoomWhereCleoWaits();
    expect(await room.claim(BEN, { service: 'coordinator' })).toMatchObject(AWAITED);
    expect(await room.join(BEN, { service: 'coordinator' })).toMatchObject({ type: 'waiting', place: 1 });
    expect((await room.lock('coordinator')).reservation).toBeNull();
  });

  it('they get it when the last service is free, and those who came later after them', async () => {
    const room = await aRoomWhereCleoWaits();
    await room.join(BEN);
    await room.release(ANN);
    expect((await room.lock()).reservation).toBeNull();
    expect((await room.lock('global')).reservation?.session).toBe(CLEO.session);
    await room.claim(CLEO, { service: 'global' });
    await room.release(CLEO, { service: 'global' });
    expect((await room.lock()).reservation?.session).toBe(BEN.session);
  });

  it('who waited for a service before them gets it before them', async () => {
    const room = aRoom();
    await room.claim(ANN);
    await room.join(BEN);
    await room.join(CLEO, { service: 'global' });
    await room.release(ANN);
    expect((await room.lock()).reservation?.session).toBe(BEN.session);
    expect((await room.claim(BEN)).type).toBe('claimed');
    await room.release(BEN);
    expect((await room.lock('global')).reservation?.session).toBe(CLEO.session);
  });

  it('a holder goes on: extends, deploys, and claims another service it turns out to need', async () => {
    const room = await aRoomWhereCleoWaits();
    expect((await room.extend(ANN, { forMs: 45 * MINUTE_MS })).type).toBe('extended');
    expect((await room.start(ANN)).type).toBe('started');
    expect((await room.claim(ANN, { service: 'coordinator' })).type).toBe('claimed');
  });

  it('a hold can be taken over, and the one who takes over is not kept out by them', async () => {
    const room = await aRoomWhereCleoWaits();
    const token = (await room.lock()).hold?.token ?? 0;
    expect((await room.takeOver(BEN, { confirmed: token, listed: 'listed' })).type).toBe('taken-over');
  });

  it('a free service cannot be taken over ahead of them', async () => {
    const room = await aRoomWhereCleoWaits();
    expect(await room.takeOver(BEN, { service: 'coordinator', listed: 'listed' })).toMatchObject(AWAITED);
  });

  it('their own claims of services are not kept out', async () => {
    const room = await aRoomWhereCleoWaits();
    expect((await room.claim(CLEO, { service: 'coordinator' })).type).toBe('claimed');
  });
});

describe('of two who wait for everything', () => {
  async function twoWait(): Promise<Room> {
    const room = aRoom();
    await room.beat(CLAUDE);
    await room.claim(ANN);
    await room.join(CLAUDE, { service: 'global' });
    await room.join(CLEO, { service: 'global' });
    return room;
  }

  it('the second has its turn when the first died, and keeps the services free until then', async () => {
    const room = await twoWait();
    await room.end(CLAUDE);
    await room.watch.tick();
    expect(await room.claim(BEN, { service: 'coordinator' })).toMatchObject(AWAITED);
    await room.release(ANN);
    expect((await room.lock('global')).reservation?.session).toBe(CLEO.session);
  });

  it('the second has its turn when the first lets it pass', async () => {
    const room = await twoWait();
    await room.release(ANN);
    expect((await room.lock('global')).reservation?.session).toBe(CLAUDE.session);
    room.pass(6 * MINUTE_MS);
    await room.beat(CLAUDE);
    await room.watch.tick();
    expect((await room.lock('global')).reservation?.session).toBe(CLEO.session);
    expect((await room.claim(CLEO, { service: 'global' })).type).toBe('claimed');
  });

  it('neither is forgotten when Tipoff starts again: the end of the last hold is seen by whoever looks next', async () => {
    const clock = { ms: NOW.getTime() };
    const store = aStore(clock);
    const before = aRoom({ store });
    await before.claim(ANN);
    await before.join(CLEO, { service: 'global' });
    await before.join(BEN, { service: 'global' });
    clock.ms += 31 * MINUTE_MS;
    const after = aRoom({ store });
    await after.watch.tick();
    expect((await after.lock('global')).reservation?.session).toBe(CLEO.session);
    clock.ms += 6 * MINUTE_MS;
    await aRoom({ store }).watch.tick();
    expect((await after.lock('global')).reservation?.session).toBe(BEN.session);
  });
});

describe('who waited for everything no more keeps nobody out', () => {
  it('nor does one whose turn cannot come, because the lock of a service cannot be read', async () => {
    const room = aRoom({ services: ['worker', 'coordinator', 'bot'] });
    await room.claim(ANN);
    await room.join(CLEO, { service: 'global' });
    await room.store.create(BOT, { service: 'bot' });
    expect((await room.claim(BEN, { service: 'coordinator' })).type).toBe('claimed');
  });

  it('after it left the queue: the next in the queue of a service is offered it', async () => {
    const room = await aRoomWhereCleoWaits();
    await room.join(BEN, { service: 'coordinator' });
    await room.leave(CLEO, { service: 'global' });
    expect((await room.lock('coordinator')).reservation?.session).toBe(BEN.session);
  });

  it('after its session ended', async () => {
    const room = aRoom();
    await room.beat(CLAUDE);
    await room.claim(ANN);
    await room.join(CLAUDE, { service: 'global' });
    await room.join(BEN, { service: 'coordinator' });
    await room.end(CLAUDE);
    await room.watch.tick();
    expect((await room.lock('coordinator')).reservation?.session).toBe(BEN.session);
  });

  it('after it let its offer pass', async () => {
    const room = await aRoomWhereCleoWaits();
    await room.join(BEN, { service: 'coordinator' });
    await room.release(ANN);
    expect((await room.lock('coordinator')).reservation).toBeNull();
    room.pass(6 * MINUTE_MS);
    await room.watch.tick();
    expect((await room.lock('coordinator')).reservation?.session).toBe(BEN.session);
  });
});
