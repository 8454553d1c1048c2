import { expect, it } from 'vitest';
import { advanceBatch } from '#src/pipeline/batch/advance-batch.ts';
import { readBatchReport } from '#src/pipeline/batch/batch-report.ts';
import { changeBatch } from '#src/pipeline/batch/change-batch.ts';
import { readBatch } from '#src/pipeline/batch/read-batch.ts';
import { recordOutcome } from '#src/pipeline/player/record-outcome.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { memoryStore, pipelineStores } from '../pipeline-stores.ts';
import { aPlayer } from '../player/a-player.ts';
import { anOpenBatch } from './an-open-batch.ts';

const out = (store: DocumentStore, batchId: string, playerLookup: string) =>
  recordOutcome(store, {
    batchId,
    playerLookup,
    attempt: 1,
    outcome: { status: 'skipped', reason: 'player_injury_out' },
  });

it('RT-04: waits while players are missing, and counts them', async () => {
  const deps = await pipelineStores();
  const { batch_id } = await anOpenBatch(deps.store, [aPlayer('a'), aPlayer('b')]);
  await out(deps.store, batch_id, 'a');

  expect(await advanceBatch(deps, batch_id)).toEqual({ type: 'waiting', missing: 1, expected: 2 });
  expect(await readBatch(deps.store, batch_id)).toMatchObject({ completed_count: 1, is_complete: false });
});

it('RT-06: a batch whose players all had an outcome before it opened ends at the next call', async () => {
  const deps = await pipelineStores();
  const { batch_id } = await anOpenBatch(deps.store, [aPlayer('a')]);
  const expected = { batchId: batch_id, state: 'open', generation: 1 } as const;
  await changeBatch(deps.store, expected, async () => ({ expected_players: 2 }));
  await out(deps.store, batch_id, 'a');
  await changeBatch(deps.store, expected, async () => ({ expected_players: 1 }));

  expect((await advanceBatch(deps, batch_id)).type).toBe('ended');
});

it('RT-08: only a new outcome is progress, not a redelivery or a write to the batch', async () => {
  const deps = { ...(await pipelineStores()), store: memoryStore() };
  const { batch_id } = await anOpenBatch(deps.store, [aPlayer('a'), aPlayer('b')]);
  await out(deps.store, batch_id, 'a');
  const progressed = (await readBatchReport(deps.store, batch_id))?.progressed_at;

  await out(deps.store, batch_id, 'a');
  await advanceBatch(deps, batch_id);

  expect((await readBatchReport(deps.store, batch_id))?.progressed_at).toBe(progressed);
  await out(deps.store, batch_id, 'b');
  const later = (await readBatchReport(deps.store, batch_id))?.progressed_at ?? '';
  expect(later > (progressed ?? '')).toBe(true);
});

it('RT-32: two processes see the same batch in one store', async () => {
  const deps = await pipelineStores();
  const { batch_id } = await anOpenBatch(deps.store, [aPlayer('a')]);
  await out(deps.store, batch_id, 'a');

  const [one, other] = await Promise.all([advanceBatch(deps, batch_id), advanceBatch({ ...deps }, batch_id)]);

  expect(one).toEqual(other);
});
