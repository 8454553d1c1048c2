import { expect, it } from 'vitest';
import { PLAYERS, playersOf } from '#src/pipeline/player/player-document.ts';
import { DiskFull } from '#src/platform/disk-full.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { eventually } from '#test/eventually.ts';
import { anOpenBatch } from '../pipeline/batch/an-open-batch.ts';
import { pipelineStores } from '../pipeline/pipeline-stores.ts';
import { aPlayer } from '../pipeline/player/a-player.ts';
import { aRunner } from './a-runner.ts';

const REASON = 'The disk with the store is full. Nothing was changed. Free some space and try again.';
/** More than the queue would deliver one request. */
const REFUSALS_A_PLAYER = 6;

/** A store whose disk refuses the outcomes of players until it has space. */
function onFullDisk(store: DocumentStore) {
  const disk: { state: 'full' | 'free'; readonly refusals: Map<string, number> } = {
    state: 'full',
    refusals: new Map(),
  };
  const update: DocumentStore['update'] = async (ref, fields, version) => {
    const isRefused = disk.state === 'full' && ref.collection.name === PLAYERS.name && 'status' in fields;
    if (!isRefused) return await store.update(ref, fields, version);
    disk.refusals.set(ref.id, (disk.refusals.get(ref.id) ?? 0) + 1);
    throw new DiskFull('the store', undefined);
  };
  return { disk, store: { ...store, update } };
}

it('a full disk uses up no attempt of a player: the batch waits, says why, and continues', async () => {
  const stores = await pipelineStores();
  const names = ['a', 'b', 'c'];
  const { batch_id: batchId } = await anOpenBatch(
    stores.store,
    names.map((name) => aPlayer(name)),
  );
  const { disk, store } = onFullDisk(stores.store);
  const runner = aRunner({ ...stores, store });
  const reasons = new Set<string | undefined>();
  const running = runner.run(batchId, { onProgress: (_completed, _expected, waitsFor) => void reasons.add(waitsFor) });
  const refusedOften = () => {
    expect(names.every((name) => (disk.refusals.get(name) ?? 0) >= REFUSALS_A_PLAYER)).toBe(true);
    expect(reasons).toContain(REASON);
    expect(runner.waitsFor()).toBe(REASON);
  };
  await eventually(refusedOften);
  disk.state = 'free';

  expect(await running).toMatchObject({ state: 'done', result: 'complete' });
  const players = await stores.store.query(playersOf(batchId), {});
  expect(players.map(({ data }) => data.status)).toEqual(['predicted', 'predicted', 'predicted']);
  expect(runner.waitsFor()).toBeUndefined();
});

it('a stop ends the wait for a full disk, and the players stay requested', async () => {
  const stores = await pipelineStores();
  const { batch_id: batchId } = await anOpenBatch(stores.store, [aPlayer('a')]);
  const { disk, store } = onFullDisk(stores.store);
  const runner = aRunner({ ...stores, store });
  const running = runner.run(batchId);
  await eventually(() => expect(runner.waitsFor()).toBe(REASON));
  await runner.stop();
  const [player] = await stores.store.query(playersOf(batchId), {});
  expect(player?.data.status).toBe('requested');

  disk.state = 'free';
  await aRunner({ ...stores, store }).run(batchId);
  expect(await running).toMatchObject({ state: 'done' });
});

it('the progress also says why it waits when the calls of the batch runner itself fail', async () => {
  const stores = await pipelineStores();
  const { batch_id: batchId } = await anOpenBatch(stores.store, [aPlayer('a')]);
  const disk: { state: 'full' | 'free' } = { state: 'full' };
  const count: DocumentStore['count'] = async (...query) => {
    if (disk.state === 'full') throw new DiskFull('the store', undefined);
    return await stores.store.count(...query);
  };
  const reasons = new Set<string | undefined>();
  const runner = aRunner({ ...stores, store: { ...stores.store, count } });
  const running = runner.run(batchId, { onProgress: (_completed, _expected, waitsFor) => void reasons.add(waitsFor) });
  await eventually(() => expect(reasons).toContain(REASON));
  disk.state = 'free';
  expect(await running).toMatchObject({ state: 'done', result: 'complete' });
});
