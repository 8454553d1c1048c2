import { expect, it } from 'vitest';
import { listBatchReports, readBatchReport } from '#src/pipeline/batch/batch-report.ts';
import { completionsOf } from '#src/pipeline/batch/legacy-progress.ts';
import { migrateBatches } from '#src/pipeline/batch/migrate-batches.ts';
import { BATCHES, type LegacyBatch } from '#src/pipeline/documents/batch-document.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { aTrail } from '../../coordination/audit/a-chain.ts';
import { memoryStore } from '../pipeline-stores.ts';

const players = (count: number) => Array.from({ length: count }, (_, index) => `player${index}`);

/** Documents of the system before Tipoff: with a list, a counter that was switched off by a flag, or completion documents. */
async function oldBatch(store: DocumentStore, changed: Partial<LegacyBatch>, completions: readonly string[] = []) {
  const batch: LegacyBatch = {
    batch_id: 'batch_2026-02-05_1770319401',
    game_date: '2026-02-05',
    expected_players: 136,
    completed_players: [],
    completed_count: 0,
    is_complete: false,
    start_time: null,
    completion_time: null,
    updated_at: null,
    ...changed,
  };
  await store.create({ collection: BATCHES, id: batch.batch_id }, batch);
  await store.createMany(
    completionsOf(batch.batch_id),
    completions.map((id) => ({ id, data: { player_lookup: id } })),
  );
  return batch.batch_id;
}

const OLD_DOCUMENTS = [
  { what: 'only a list: count 0, 119 players', list: 119, completed: 119, result: 'abandoned' },
  {
    what: 'list and completions of the same players',
    list: 119,
    completions: 119,
    count: 238,
    completed: 119,
    result: 'abandoned',
  },
  { what: 'only completions', completions: 136, completed: 136, result: 'complete' },
  { what: 'everybody in the list, not marked complete', list: 136, completed: 136, result: 'complete' },
  { what: 'marked complete by hand with 119', list: 119, is_complete: true, completed: 119, result: 'partial' },
  { what: 'nobody at all', completed: 0, result: 'abandoned' },
];

it.each(OLD_DOCUMENTS)('RT-11: reads a document with $what, and reports the same after the repair', async (old) => {
  const store = memoryStore();
  const { completed, result, is_complete = false, count = 0, list = 0, completions = 0 } = old;
  const written = { completed_players: players(list), completed_count: count, is_complete };
  const batchId = await oldBatch(store, written, players(completions));
  const told = { predicted: completed, expected: 136, missing: 136 - completed, result };
  expect(await readBatchReport(store, batchId)).toMatchObject({ state: 'legacy', ...told });

  expect(await migrateBatches(store, aTrail())).toMatchObject([{ batch_id: batchId, completed, result }]);

  expect(await readBatchReport(store, batchId)).toMatchObject({ state: 'archived', ...told });
  const repaired = await store.get({ collection: BATCHES, id: batchId });
  expect(repaired?.data).toMatchObject({ completed_count: completed, is_complete: true });
});

it('a dry run reports the repairs and writes nothing', async () => {
  const store = memoryStore();
  const batchId = await oldBatch(store, { completed_players: players(119) });

  expect(await migrateBatches(store, 'dry-run')).toMatchObject([{ completed: 119, completed_count_before: 0 }]);

  expect(await readBatchReport(store, batchId)).toMatchObject({ state: 'legacy' });
});

it('RT-07: repairs sixteen stuck batches, once', async () => {
  const store = memoryStore();
  for (let index = 0; index < 16; index += 1) await oldBatch(store, { batch_id: `batch_2026-02-04_${index}` });

  expect(await migrateBatches(store, aTrail())).toHaveLength(16);
  expect(await migrateBatches(store, aTrail())).toEqual([]);

  const reports = await listBatchReports(store, 50);
  expect(new Set(reports.map(({ result }) => result))).toEqual(new Set(['abandoned']));
});
