import { expect, it } from 'vitest';
import { listBatchReports } from '#src/pipeline/batch/batch-report.ts';
import { startBatch } from '#src/pipeline/batch/start-batch.ts';
import { BATCHES } from '#src/pipeline/documents/batch-document.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import { aTrail } from '../../coordination/audit/a-chain.ts';
import { NOW, pipelineStores } from '../pipeline-stores.ts';

const DAY_MS = 24 * 60 * 60_000;

/** One batch per day. */
async function oneADay(store: DocumentStore, days: number): Promise<void> {
  for (let day = 0; day < days; day += 1) {
    const now = new Date(NOW.getTime() + day * DAY_MS);
    const gameDate = now.toISOString().slice(0, 10);
    await startBatch(store, { gameDate, asOf: instantFromDate(NOW), mode: 'RETRY', now, auditContext: aTrail() });
  }
}

it('the newest batches are found without reading all batches', async () => {
  const { store } = await pipelineStores();
  await oneADay(store, 12);
  const read: number[] = [];
  const counting: DocumentStore = {
    ...store,
    query: async (ref, query) => {
      const found = await store.query(ref, query);
      if (ref.collection.name === BATCHES.name) read.push(found.length);
      return found;
    },
  };
  const all = await listBatchReports(store, 50);
  expect(all).toHaveLength(12);
  expect(await listBatchReports(counting, 3)).toEqual(all.slice(0, 3));
  expect(read).toEqual([3]);
});
