import { expect, it } from 'vitest';
import type { BatchDeps } from '#src/pipeline/batch/batch-deps.ts';
import { requestMessage } from '#src/pipeline/batch/publish-requests.ts';
import { refreshInjuries } from '#src/pipeline/batch/refresh-injuries.ts';
import { sealBatch } from '#src/pipeline/batch/seal-batch.ts';
import { deliveryTally } from '#src/pipeline/deliveries/delivery-tally.ts';
import type { OpenBatch } from '#src/pipeline/documents/batch-document.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { readBatchInjuries, recordBatchInjuries } from '#src/pipeline/player/batch-injuries.ts';
import { UNKNOWN_BUILD } from '#src/pipeline/player/format-provenance.ts';
import { playersOf } from '#src/pipeline/player/player-document.ts';
import { laterBy } from '#src/platform/instant.ts';
import { outages } from '#src/workers/outages.ts';
import { outcomeSignal } from '#src/workers/outcome-signal.ts';
import { predictionWorkers } from '#src/workers/prediction-workers.ts';
import { RULE_MODELS } from '#test/pipeline/models/rule-models.ts';
import { eventually } from '../eventually.ts';
import { anOpenBatch } from '../pipeline/batch/an-open-batch.ts';
import { pipelineStores } from '../pipeline/pipeline-stores.ts';
import { injuryReport, players } from './a-ruled-out-night.ts';

const ROLES = { approvers: { type: 'every-person' } } as const;
/** Longer than injury statuses stay current. */
const LONG_MS = 6 * 60_000;

/** Workers without a process that runs the batch. They have no warehouse. Their caches expire by the real time. */
async function aWorkerAlone({ store, queue, audit, log, newId }: BatchDeps) {
  const now = () => new Date();
  const waiting = outages({ log, longestPauseMs: 20 });
  const deps = { store, queue, audit, log, now, outages: waiting, outcomes: outcomeSignal(), roles: ROLES };
  const deliveries = deliveryTally({ store, log, now, newId });
  const workers = predictionWorkers({ ...deps, deliveries, models: () => RULE_MODELS, build: UNKNOWN_BUILD });
  await workers.start();
  return { workers, waitsFor: waiting.reason };
}

async function aNightWithInjuries() {
  const stores = await pipelineStores();
  await importFiles(stores, { sources: [injuryReport()], origin: 'files' });
  const batch = await anOpenBatch(stores.store, players);
  const found = await stores.store.query(playersOf(batch.batch_id), {});
  const publish = () => stores.queue.publish(found.map(({ data }) => requestMessage(batch, data)));
  return { stores, batch, publish };
}

async function statusesOf({ store }: BatchDeps, { batch_id }: OpenBatch) {
  const found = await store.query(playersOf(batch_id), {});
  const counts = Map.groupBy(found, ({ data }) => data.status);
  return Object.fromEntries([...counts].map(([status, of]) => [status, of.length]));
}

it('a worker without a warehouse skips the players who are out', async () => {
  const { stores, batch, publish } = await aNightWithInjuries();
  await recordBatchInjuries(stores, batch);
  await publish();
  const { workers } = await aWorkerAlone(stores);
  await eventually(async () => expect(await statusesOf(stores, batch)).toEqual({ predicted: 119, skipped: 17 }));
  await workers.stop();
});

it('a worker predicts nobody while the injury statuses of the batch are missing, and continues when they are written', async () => {
  const { stores, batch, publish } = await aNightWithInjuries();
  await publish();
  const { workers, waitsFor } = await aWorkerAlone(stores);
  await eventually(() =>
    expect(waitsFor()).toContain(`The injury statuses of batch ${batch.batch_id} are not current`),
  );
  expect(await statusesOf(stores, batch)).toEqual({ requested: 136 });

  await recordBatchInjuries(stores, batch);
  await eventually(async () => expect(await statusesOf(stores, batch)).toEqual({ predicted: 119, skipped: 17 }));
  await workers.stop();
});

it.each([
  ['were read too long ago', { read: -LONG_MS, asOf: 0 }],
  ['are those of another time', { read: 0, asOf: -LONG_MS }],
])('a worker predicts nobody when the injury statuses %s', async (_what, { read, asOf }) => {
  const { stores, batch, publish } = await aNightWithInjuries();
  const earlier = { ...stores.store, now: async () => laterBy(await stores.store.now(), read) };
  await recordBatchInjuries({ ...stores, store: earlier }, { ...batch, as_of: laterBy(batch.as_of, asOf) });
  await publish();
  const { workers, waitsFor } = await aWorkerAlone(stores);
  await eventually(() => expect(waitsFor()).toContain('are not current'));
  expect(await statusesOf(stores, batch)).toEqual({ requested: 136 });
  await workers.stop();
});

it('a request stops waiting for injury statuses when its batch is sealed', async () => {
  const { stores, batch, publish } = await aNightWithInjuries();
  await publish();
  const { workers, waitsFor } = await aWorkerAlone(stores);
  await eventually(() => expect(waitsFor()).toContain('are not current'));
  expect(await sealBatch(stores, batch, { forcedBy: 'ann' })).toBe('changed');
  await eventually(() => expect(waitsFor()).toBeUndefined());
  await workers.stop();
});

it('the reading that began last wins', async () => {
  const { stores, batch } = await aNightWithInjuries();
  const slow = { ...stores.store, now: async () => laterBy(await stores.store.now(), -1_000) };
  await refreshInjuries(stores);
  const newest = await readBatchInjuries(stores.store, batch);
  expect(newest.size).toBe(17);
  const empty = await pipelineStores();
  await recordBatchInjuries({ ...stores, store: slow, warehouse: empty.warehouse }, batch);
  expect(await readBatchInjuries(stores.store, batch)).toEqual(newest);
});
