import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { acquireLease } from '#src/coordination/leases/acquire-lease.ts';
import { LEASES } from '#src/coordination/leases/lease.ts';
import { playersOf } from '#src/pipeline/player/player-document.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import type { Queue } from '#src/platform/queue.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { RULE_MODELS } from '#test/pipeline/models/rule-models.ts';
import { anOpenBatch } from '../pipeline/batch/an-open-batch.ts';
import { pipelineStores } from '../pipeline/pipeline-stores.ts';
import { aPlayer } from '../pipeline/player/a-player.ts';
import { aRunner } from './a-runner.ts';

const LEASE_MS = 15_000;
const TICK_MS = 500;
/** More often than a player may be republished after a crash. */
const CALLERS = 5;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** A queue whose workers wait until `open` is called. `delivered` resolves when the first of them waits. */
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

it('a run that lost its lease stops, and continues only after it has the lease again', async () => {
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

it('a second caller joins the running batch, so that a slow player does not count as crashed', async () => {
  const stores = await pipelineStores();
  const gate = aGate(stores.queue);
  const { batch_id: batchId } = await anOpenBatch(stores.store, [aPlayer('a')]);
  const runner = aRunner({ ...stores, queue: gate.queue });
  const onProgress = vi.fn();
  const runs = [runner.run(batchId)];
  await gate.delivered;
  for (let times = 0; times < CALLERS; times += 1) {
    runs.push(runner.run(batchId, { onProgress }));
    await vi.advanceTimersByTimeAsync(TICK_MS);
  }
  gate.open();

  expect(await Promise.all(runs)).toEqual(Array.from(runs, () => expect.objectContaining({ state: 'done' })));
  const [player] = await stores.store.query(playersOf(batchId), {});
  expect(player?.data).toMatchObject({ status: 'predicted', republished: 1 });
  expect(onProgress).toHaveBeenCalledWith(0, 1, undefined);
});

it('a run returns its result even if its lease cannot be released', async () => {
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

it('a queue that was unreachable at one run does not block the next run', async () => {
  const stores = await pipelineStores();
  const { batch_id: batchId } = await anOpenBatch(stores.store, [aPlayer('a')]);
  const service: { queue: 'away' | 'up' } = { queue: 'away' };
  const consume: Queue['consume'] = async (handler) => {
    if (service.queue === 'away') throw new Unavailable('Pub/Sub', undefined);
    return await stores.queue.consume(handler);
  };
  const runner = aRunner({ ...stores, queue: { ...stores.queue, consume } });
  await expect(runner.run(batchId)).rejects.toThrow('Pub/Sub cannot be reached');
  await runner.stop();
  service.queue = 'up';
  expect(await runner.run(batchId)).toMatchObject({ state: 'done' });
});

it('an unreachable queue never counts as a crash', async () => {
  const stores = await pipelineStores();
  const { batch_id: batchId } = await anOpenBatch(stores.store, [aPlayer('a')]);
  const service: { queue: 'away' | 'up' } = { queue: 'away' };
  const publish: Queue['publish'] = async (messages) => {
    if (service.queue === 'away') throw new Unavailable('Pub/Sub', undefined);
    await stores.queue.publish(messages);
  };
  const runner = aRunner({ ...stores, queue: { ...stores.queue, publish } });
  for (let times = 0; times < CALLERS; times += 1) {
    await expect(runner.run(batchId)).rejects.toThrow('Pub/Sub cannot be reached');
  }
  service.queue = 'up';
  expect(await runner.run(batchId)).toMatchObject({ state: 'done' });
  const [player] = await stores.store.query(playersOf(batchId), {});
  expect(player?.data).toMatchObject({ status: 'predicted', republished: 0 });
});

it('a stopped run releases its lease, and its open requests do not count as crashed', async () => {
  const stores = await pipelineStores();
  const { batch_id: batchId } = await anOpenBatch(stores.store, [aPlayer('a'), aPlayer('b')]);
  const deaf: Queue = { ...stores.queue, consume: async () => ({ stop: () => Promise.resolve() }) };
  for (let times = 0; times < CALLERS; times += 1) {
    const runner = aRunner({ ...stores, queue: deaf }, RULE_MODELS, `process-${times}`);
    const running = runner.run(batchId);
    const stopped = expect(running).rejects.toThrow('This process of Tipoff is stopping');
    await vi.advanceTimersByTimeAsync(TICK_MS);
    await Promise.all([runner.stopLeading(), vi.advanceTimersByTimeAsync(2 * TICK_MS)]);
    await stopped;
    await expect(runner.run(batchId)).rejects.toThrow('This process of Tipoff is stopping');
    expect((await stores.store.get({ collection: LEASES, id: `batch-${batchId}` }))?.data.holder).toBeNull();
  }

  expect(await aRunner(stores).run(batchId)).toMatchObject({ state: 'done', result: 'complete' });
  const players = await stores.store.query(playersOf(batchId), {});
  expect(Math.max(...players.map(({ data }) => data.republished))).toBeLessThanOrEqual(1);
});
