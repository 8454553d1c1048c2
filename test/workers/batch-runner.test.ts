import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { acquireLease } from '#src/coordination/leases/acquire-lease.ts';
import { LEASES } from '#src/coordination/leases/lease.ts';
import { playersOf } from '#src/pipeline/player/player-document.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import type { Queue } from '#src/platform/queue.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { anOpenBatch } from '../pipeline/batch/an-open-batch.ts';
import { pipelineStores } from '../pipeline/pipeline-stores.ts';
import { aPlayer } from '../pipeline/player/a-player.ts';
import { aRunner } from './a-runner.ts';

const LEASE_MS = 15_000;
const TICK_MS = 500;
/** More often than a player may be asked for after a crash. */
const ASKED_AGAIN = 5;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** A queue whose workers wait for a sign, and when the first of them waits. */
function aGate(queue: Queue) {
  const delivered = Promise.withResolvers<void>();
  const open = Promise.withResolvers<void>();
  const consume: Queue['consume'] = (handler) =>
    queue.consume(async (delivery) => {
      delivered.resolve();
      await open.promise;
      return await handler(delivery);
    });
  return { queue: { ...queue, consume }, delivered: delivered.promise, open: () => open.resolve() };
}

it('a run that lost its lease stops, and goes on only when it has the lease again', async () => {
  const stores = await pipelineStores();
  const gate = aGate(stores.queue);
  const { batch_id: batchId } = await anOpenBatch(stores.store, [aPlayer('a')]);
  const ref = { collection: LEASES, id: `batch-${batchId}` };
  const running = aRunner({ ...stores, queue: gate.queue }).run(batchId);
  await gate.delivered;

  await acquireLease(stores.store, { name: ref.id, holder: 'other', leaseMs: LEASE_MS, otherHolders: 'dead' });
  while ((await stores.store.get(ref))?.data.token !== 3) await vi.advanceTimersByTimeAsync(TICK_MS);
  gate.open();

  expect(await running).toMatchObject({ state: 'done' });
  expect((await stores.store.get(ref))?.data).toMatchObject({ holder: null, token: 3 });
});

it('a player who is slow has not crashed, however often somebody asks to go on with the batch', async () => {
  const stores = await pipelineStores();
  const gate = aGate(stores.queue);
  const { batch_id: batchId } = await anOpenBatch(stores.store, [aPlayer('a')]);
  const runner = aRunner({ ...stores, queue: gate.queue });
  const told = vi.fn();
  const runs = [runner.run(batchId)];
  await gate.delivered;
  for (let times = 0; times < ASKED_AGAIN; times += 1) {
    runs.push(runner.run(batchId, { onProgress: told }));
    await vi.advanceTimersByTimeAsync(TICK_MS);
  }
  gate.open();

  expect(await Promise.all(runs)).toEqual(Array.from(runs, () => expect.objectContaining({ state: 'done' })));
  const [player] = await stores.store.query(playersOf(batchId), {});
  expect(player?.data).toMatchObject({ status: 'predicted', republished: 1 });
  expect(told).toHaveBeenCalledWith(0, 1);
});

it('what came of a batch is told though its lease cannot be given back', async () => {
  const stores = await pipelineStores();
  const { batch_id: batchId } = await anOpenBatch(stores.store, [aPlayer('a')]);
  const store: DocumentStore = {
    ...stores.store,
    update: async (ref, fields, version) => {
      if (ref.collection.name === LEASES.name) throw new Unavailable('The store', undefined);
      return await stores.store.update(ref, fields, version);
    },
  };
  expect(await aRunner({ ...stores, store }).run(batchId)).toMatchObject({ state: 'done' });
});

it('a queue that was away when a run began keeps no later run from it', async () => {
  const stores = await pipelineStores();
  const { batch_id: batchId } = await anOpenBatch(stores.store, [aPlayer('a')]);
  const world: { queue: 'away' | 'there' } = { queue: 'away' };
  const consume: Queue['consume'] = async (handler) => {
    if (world.queue === 'away') throw new Unavailable('Pub/Sub', undefined);
    return await stores.queue.consume(handler);
  };
  const runner = aRunner({ ...stores, queue: { ...stores.queue, consume } });
  await expect(runner.run(batchId)).rejects.toThrow('Pub/Sub cannot be reached');
  await runner.stop();
  world.queue = 'there';
  expect(await runner.run(batchId)).toMatchObject({ state: 'done' });
});

it('nobody has crashed because the queue could not be reached, however often it was tried', async () => {
  const stores = await pipelineStores();
  const { batch_id: batchId } = await anOpenBatch(stores.store, [aPlayer('a')]);
  const world: { queue: 'away' | 'there' } = { queue: 'away' };
  const publish: Queue['publish'] = async (messages) => {
    if (world.queue === 'away') throw new Unavailable('Pub/Sub', undefined);
    await stores.queue.publish(messages);
  };
  const runner = aRunner({ ...stores, queue: { ...stores.queue, publish } });
  for (let times = 0; times < ASKED_AGAIN; times += 1) {
    await expect(runner.run(batchId)).rejects.toThrow('Pub/Sub cannot be reached');
  }
  world.queue = 'there';
  expect(await runner.run(batchId)).toMatchObject({ state: 'done' });
  const [player] = await stores.store.query(playersOf(batchId), {});
  expect(player?.data).toMatchObject({ status: 'predicted', republished: 1 });
});
