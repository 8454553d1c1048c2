import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { acquireLease } from '#src/coordination/leases/acquire-lease.ts';
import { LEASES } from '#src/coordination/leases/lease.ts';
import { startBatch } from '#src/pipeline/batch/start-batch.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import type { Queue } from '#src/platform/queue.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { aTrail } from '../coordination/audit/a-chain.ts';
import { anOpenBatch } from '../pipeline/batch/an-open-batch.ts';
import { NOW, pipelineStores } from '../pipeline/pipeline-stores.ts';
import { aPlayer } from '../pipeline/player/a-player.ts';
import { aRunner } from './a-runner.ts';
import { importSmallLeague, LEAGUE_DATE } from './small-league.ts';

const LEASE_MS = 15_000;
const TICK_MS = 500;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});

afterEach(() => {
  vi.useRealTimers();
});

async function timeGoesOnUntil(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await vi.advanceTimersByTimeAsync(TICK_MS);
}

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
  await timeGoesOnUntil(async () => (await stores.store.get(ref))?.data.token === 3);
  gate.open();

  expect(await running).toMatchObject({ state: 'done' });
  expect((await stores.store.get(ref))?.data).toMatchObject({ holder: null, token: 3 });
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

it('nothing goes on behind a run whose requests could not be published', async () => {
  const stores = await pipelineStores();
  await importSmallLeague(stores);
  const asOf = instantFromDate(NOW);
  const started = await startBatch(stores.store, {
    gameDate: LEAGUE_DATE,
    asOf,
    mode: 'RETRY',
    now: NOW,
    trail: aTrail(),
  });
  if (started.type !== 'started') throw new Error('no batch was open');
  const asked: string[] = [];
  const store: DocumentStore = {
    ...stores.store,
    get: (ref) => {
      asked.push(ref.collection.name);
      return stores.store.get(ref);
    },
  };
  const queue: Queue = { ...stores.queue, publish: () => Promise.reject(new Error('the topic is gone')) };
  const run = aRunner({ ...stores, store, queue }).run(started.batchId);
  const answered = vi.fn();
  run.then(answered, answered);
  await timeGoesOnUntil(async () => answered.mock.calls.length > 0);
  await expect(run).rejects.toThrow('the topic is gone');

  asked.length = 0;
  await vi.advanceTimersByTimeAsync(LEASE_MS);
  expect(asked).toEqual([]);
});
