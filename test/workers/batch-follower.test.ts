import { expect, it, vi } from 'vitest';
import { acquireLease } from '#src/coordination/leases/acquire-lease.ts';
import { batchFollower } from '#src/workers/batch-follower.ts';
import { batchWatch } from '#src/workers/batch-watch.ts';
import { eventually } from '../eventually.ts';
import { anOpenBatch } from '../pipeline/batch/an-open-batch.ts';
import { NOW, pipelineStores, silentLog } from '../pipeline/pipeline-stores.ts';
import { aPlayer } from '../pipeline/player/a-player.ts';
import { aRunner } from './a-runner.ts';

const MINUTE_MS = 60_000;

it('a follower runs nothing itself: it reports the progress of the process that runs the batch, until its end', async () => {
  const stores = await pipelineStores();
  const { batch_id: batchId } = await anOpenBatch(stores.store, [aPlayer('a'), aPlayer('b')]);
  const follower = batchFollower({ ...stores, pollMs: 10 });
  const onProgress = vi.fn();
  const followed = follower.run(batchId, { onProgress });
  await eventually(() => expect(onProgress).toHaveBeenCalledWith(0, 2, undefined));
  expect(await follower.unfinished()).toEqual([batchId]);

  await aRunner(stores).run(batchId);
  expect(await followed).toMatchObject({ state: 'done', result: 'complete' });
});

it('a follower says so when no process runs the batch', async () => {
  const stores = await pipelineStores();
  const { batch_id: batchId } = await anOpenBatch(stores.store, [aPlayer('a')]);
  let now = NOW;
  const follower = batchFollower({ ...stores, now: () => now, pollMs: 10 });
  const followed = follower.run(batchId);
  const stopped = expect(followed).rejects.toThrow('This process of Tipoff is stopping');
  expect(follower.waitsFor()).toBeUndefined();
  now = new Date(NOW.getTime() + MINUTE_MS);
  await eventually(() => expect(follower.waitsFor()).toContain('tipoff serve --role jobs'));

  await acquireLease(stores.store, {
    name: `batch-${batchId}`,
    holder: 'jobs',
    leaseMs: MINUTE_MS,
    otherHolders: 'may-live',
  });
  await eventually(() => expect(follower.waitsFor()).toBeUndefined());
  await follower.stopLeading();
  await stopped;
});

it('the batch watch runs each batch that another process has opened, and after a failure only a minute later', async () => {
  let now = NOW;
  const run = vi.fn(async (_batchId: string) => Promise.reject(new Error('the warehouse is away')));
  const work: Promise<unknown>[] = [];
  const continueInBackground = (each: Promise<unknown>) => void work.push(each.catch(() => undefined));
  const runner = { run, unfinished: async () => ['one', 'two'] };
  const watch = batchWatch({ runner, continueInBackground, now: () => now, log: silentLog });
  await watch.tick();
  await Promise.all(work);
  await watch.tick();
  expect(run.mock.calls).toEqual([['one'], ['two']]);
  now = new Date(NOW.getTime() + MINUTE_MS);
  await watch.tick();
  expect(run).toHaveBeenCalledTimes(4);
});
