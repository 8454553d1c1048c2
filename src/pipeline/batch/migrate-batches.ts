import { type DocumentStore, STORE_TIME, type Stored, type Written } from '../../platform/document-store.ts';
import { type ArchivedBatch, BATCHES, type BatchDocument, batchRef, type LegacyBatch } from './batch-document.ts';
import { completionsOf, type LegacyProgress, legacyProgress } from './legacy-progress.ts';

export interface MigratedBatch {
  readonly batch_id: string;
  readonly expected: number;
  readonly completed: number;
  /** What the counter of the document said before. */
  readonly completed_count_before: number;
  readonly result: LegacyProgress['result'];
}

/** Repairs the documents of the system before, each on its own; what is repaired is not touched again. `dry-run` only tells what it would do. */
export async function migrateBatches(
  store: DocumentStore,
  run: 'write' | 'dry-run',
): Promise<readonly MigratedBatch[]> {
  const migrated: MigratedBatch[] = [];
  for (const found of await store.query({ collection: BATCHES }, {})) {
    if (!isLegacy(found)) continue;
    const progress = await readLegacyProgress(store, found.id, found.data);
    if (run === 'write' && (await archive(store, found, progress)) === 'conflict') continue;
    migrated.push({
      batch_id: found.id,
      expected: found.data.expected_players,
      completed: progress.players.length,
      completed_count_before: found.data.completed_count,
      result: progress.result,
    });
  }
  return migrated;
}

export async function readLegacyProgress(
  store: DocumentStore,
  batchId: string,
  batch: LegacyBatch,
): Promise<LegacyProgress> {
  const completions = await store.query(completionsOf(batchId), {});
  return legacyProgress(
    batch,
    completions.map(({ id }) => id),
  );
}

function archive(store: DocumentStore, { id, version, data }: Stored<LegacyBatch>, progress: LegacyProgress) {
  const fields: Partial<Written<ArchivedBatch>> = {
    state: 'archived',
    result: progress.result,
    start_time: data.start_time,
    completed_players: [...progress.players],
    completed_count: progress.players.length,
    is_complete: true,
    updated_at: STORE_TIME,
  };
  return store.update(batchRef(id), fields, version);
}

function isLegacy(found: Stored<BatchDocument>): found is Stored<LegacyBatch> {
  return found.data.state === undefined;
}
