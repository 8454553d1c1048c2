import { expect, test } from 'vitest';
import { findMissingRows } from '#src/pipeline/batch/missing-rows.ts';
import { batchRef } from '#src/pipeline/documents/batch-document.ts';
import { pipelineStores } from '../pipeline-stores.ts';
import { aPlayer } from '../player/a-player.ts';
import { anOpenBatch } from './an-open-batch.ts';

const ANNOUNCED = { row_count: 8, model_count: 4, game_count: 1, predicted: 2, skipped: {}, failed: {}, missing: 0 };

async function aDoneBatch() {
  const { store } = await pipelineStores();
  const batch = await anOpenBatch(store, [aPlayer('a')]);
  const completion = { completion_time: batch.updated_at, sealed_at: null, result: 'complete' as const };
  await store.transaction(async (transaction) => {
    await transaction.get(batchRef(batch.batch_id));
    transaction.update(batchRef(batch.batch_id), { ...batch, ...ANNOUNCED, ...completion, state: 'done' });
  });
  return { store, batch };
}

test('a finished batch with fewer active rows than it announced is found', async () => {
  const { store, batch } = await aDoneBatch();
  const { batch_id, game_date } = batch;
  expect(await findMissingRows(store, new Map([[batch_id, 3]]))).toEqual([
    { batch_id, game_date, announced: 8, active: 3 },
  ]);
  expect(await findMissingRows(store, new Map())).toMatchObject([{ active: 0 }]);
});

test('a batch whose rows are all there is not found', async () => {
  const { store, batch } = await aDoneBatch();
  expect(await findMissingRows(store, new Map([[batch.batch_id, 8]]))).toEqual([]);
});
