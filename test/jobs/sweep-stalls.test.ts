import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createApp } from '#src/app.ts';
import { INCIDENTS } from '#src/coordination/incidents/incident.ts';
import { sweepStalledBatches } from '#src/jobs/sweep-stalls.ts';
import { startBatch } from '#src/pipeline/batch/start-batch.ts';
import { COLLECTIONS } from '#src/pipeline/collections.ts';
import { BATCHES } from '#src/pipeline/documents/batch-document.ts';
import { sqliteDocumentStore } from '#src/platform/embedded/sqlite-document-store.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import { aTrail } from '../coordination/audit/a-chain.ts';
import { NOW, silentLog, temporaryWarehouse } from '../pipeline/pipeline-stores.ts';

const HOUR_MS = 3_600_000;
const DATES = ['2026-02-05', '2026-02-06', '2026-02-07', '2026-02-08', '2026-02-09'];

it('five batches that stall in one sweep are abandoned and open one incident, which the next quiet hour resolves', async () => {
  let now = NOW.getTime();
  const store = sqliteDocumentStore({
    path: ':memory:',
    collections: COLLECTIONS,
    nowMicros: () => {
      now += 1;
      return now * 1_000;
    },
  });
  onTestFinished(() => store.close());
  const ports = { store, warehouse: await temporaryWarehouse(), log: silentLog };
  const { app } = createApp({ platform: 'embedded', dataFolder: join('/', 'nonexistent') }, ports);
  for (const gameDate of DATES) {
    const asOf = instantFromDate(NOW);
    await startBatch(store, { gameDate, asOf, mode: 'RETRY', now: NOW, auditContext: aTrail() });
  }

  expect(await sweepStalledBatches.run(app, NOW)).toBe('Checked 5 unfinished batches: 0 stalled, 0 handled.');
  now += 2 * HOUR_MS;
  expect(await sweepStalledBatches.run(app, NOW)).toBe('Checked 5 unfinished batches: 5 stalled, 5 handled.');

  const incidents = async () => (await store.query({ collection: INCIDENTS }, {})).map(({ data }) => data);
  expect(await incidents()).toMatchObject([{ key: 'systemic-stalls', state: 'open' }]);
  const batches = await store.query({ collection: BATCHES }, {});
  expect(batches.map(({ data }) => data)).toEqual(DATES.map(() => expect.objectContaining({ result: 'abandoned' })));
  now += HOUR_MS;
  expect(await sweepStalledBatches.run(app, NOW)).toBe('Checked 0 unfinished batches: 0 stalled, 0 handled.');
  expect(await incidents()).toMatchObject([{ key: 'systemic-stalls', state: 'resolved' }]);
});
