import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { cleanUp } from '#src/jobs/clean-up.ts';
import { changeBatch } from '#src/pipeline/batch/change-batch.ts';
import { dropLeftStaging } from '#src/pipeline/batch/drop-staging.ts';
import { COLLECTIONS } from '#src/pipeline/collections.ts';
import { PLAYERS, playersOf } from '#src/pipeline/player/player-document.ts';
import { predictionsStaging } from '#src/pipeline/tables/predictions-staging.ts';
import { deleteOldDocuments } from '#src/platform/embedded/delete-old-documents.ts';
import { sqliteConnection } from '#src/platform/embedded/sqlite-connection.ts';
import { sqliteDocumentStoreOn } from '#src/platform/embedded/sqlite-document-store.ts';
import type { Table } from '#src/platform/warehouse.ts';
import { anApp } from '../operations/deploy/a-deploy.ts';
import { anOpenBatch } from '../pipeline/batch/an-open-batch.ts';
import { NOW, temporaryWarehouse } from '../pipeline/pipeline-stores.ts';
import { aPlayer } from '../pipeline/player/a-player.ts';

const DAY_MS = 24 * 60 * 60_000;
const LEFT: Table = {
  name: 'nba_staging.import_of_a_killed_process',
  key: ['id'],
  columns: [{ name: 'id', type: 'INT64', mode: 'required' }],
};

/** A store in a file whose clock the test sets, and a warehouse. */
async function stores() {
  const clock = { ms: NOW.getTime() };
  const folder = await mkdtemp(join(tmpdir(), 'tipoff-clean-'));
  const nowMicros = () => {
    clock.ms += 1;
    return clock.ms * 1_000;
  };
  const connection = sqliteConnection({ path: join(folder, 'tipoff.sqlite'), collections: COLLECTIONS, nowMicros });
  const store = sqliteDocumentStoreOn(connection);
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
  return { connection, store, warehouse: await temporaryWarehouse(), clock };
}

it('a staging table that a killed import left is dropped a day after a clean-up saw it first', async () => {
  const deps = await stores();
  await deps.warehouse.load(LEFT, ['{"id":1}'], 'left');
  expect(await dropLeftStaging(deps)).toEqual([]);
  deps.clock.ms += DAY_MS - 60_000;
  expect(await dropLeftStaging(deps)).toEqual([]);
  deps.clock.ms += 120_000;
  expect(await dropLeftStaging(deps)).toEqual([LEFT.name]);
  expect(await deps.warehouse.tablesIn('nba_staging')).toEqual([]);
  expect(await dropLeftStaging(deps)).toEqual([]);
});

it('a table of the same name that came after the clean-up counts from its own first sight', async () => {
  const deps = await stores();
  await deps.warehouse.load(LEFT, ['{"id":1}'], 'left');
  await dropLeftStaging(deps);
  await deps.warehouse.drop(LEFT.name);
  deps.clock.ms += DAY_MS;
  await dropLeftStaging(deps);
  await deps.warehouse.load(LEFT, ['{"id":1}'], 'left-again');
  expect(await dropLeftStaging(deps)).toEqual([]);
});

it('the staging table of a failed consolidation stays, because its repetition needs it', async () => {
  const deps = await stores();
  const batch = await anOpenBatch(deps.store, [aPlayer('a')]);
  const table = { ...LEFT, name: predictionsStaging(batch.batch_id, 1).name };
  await deps.warehouse.load(table, ['{"id":1}'], 'staged');
  const open = { batchId: batch.batch_id, state: 'open', generation: 1 } as const;
  const sealed = { sealed_at: batch.start_time, sequence: 1, load_job: 1, merge_job: 1 };
  await changeBatch(deps.store, open, async () => ({ state: 'failed', failure: 'no space', ...sealed }));
  for (let day = 0; day < 3; day += 1) {
    expect(await dropLeftStaging(deps)).toEqual([]);
    deps.clock.ms += DAY_MS;
  }
});

it('documents are deleted when their collection no longer keeps them, and others stay', async () => {
  const { connection, store, clock } = await stores();
  const rules = { collections: COLLECTIONS, keepForDays: { [PLAYERS.name]: 30 } };
  const players = Array.from({ length: 1_200 }, (_, index) => aPlayer(`p${index}`));
  const { batch_id } = await anOpenBatch(store, players);
  clock.ms += 29 * DAY_MS;
  expect(await deleteOldDocuments(connection, rules)).toBe(0);
  await store.createMany(playersOf(batch_id), [{ id: 'late', data: aPlayer('late') }]);
  clock.ms += 2 * DAY_MS;
  expect(await deleteOldDocuments(connection, rules)).toBe(1_200);
  expect(await store.count(playersOf(batch_id), [])).toBe(1);
});

it('the job says what it removed', async () => {
  const app = await anApp();
  expect(await cleanUp.run(app, NOW)).toBe('Staging tables dropped: 0. Old documents deleted: 0.');
});
