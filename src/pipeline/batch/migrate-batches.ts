import * as z from 'zod';
import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { auditedTransaction } from '../../coordination/audit/open-audit.ts';
import { type DocumentStore, STORE_TIME, type Stored, type Written } from '../../platform/document-store.ts';
import {
  type ArchivedBatch,
  BATCHES,
  type BatchDocument,
  BatchResult,
  batchRef,
  type LegacyBatch,
} from '../documents/batch-document.ts';
import { completionsOf, type LegacyProgress, legacyProgress } from './legacy-progress.ts';

export const MigratedBatch = z.object({
  batch_id: z.string(),
  expected: z.number(),
  completed: z.number(),
  /** The counter of completed players in the batch document before the migration. */
  completed_count_before: z.number(),
  result: BatchResult,
});
export type MigratedBatch = Readonly<z.infer<typeof MigratedBatch>>;

/**
 * Repairs the batch documents of the system before Tipoff, each in its own transaction. A document that is already
 * repaired stays unchanged. `dry-run` reports the repairs without making them.
 */
export async function migrateBatches(
  store: DocumentStore,
  run: AuditContext | 'dry-run',
): Promise<readonly MigratedBatch[]> {
  const migrated: MigratedBatch[] = [];
  for (const found of await store.query({ collection: BATCHES }, {})) {
    if (!isLegacy(found)) continue;
    const progress = await readLegacyProgress(store, found.id, found.data);
    if (run !== 'dry-run') await archive(store, { id: found.id, progress }, run);
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

function archive(
  store: DocumentStore,
  { id, progress }: { readonly id: string; readonly progress: LegacyProgress },
  auditContext: AuditContext,
): Promise<void> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const found = await transaction.get(batchRef(id));
    if (found === undefined || found.data.state !== undefined) return;
    const fields = archivedFields(found.data, progress);
    transaction.update(batchRef(id), fields);
    const { result, completed_count } = fields;
    audit.append({
      action: 'batch.migrated',
      subject: { kind: 'batch', id },
      before: { completed_count: found.data.completed_count },
      after: { state: 'archived', result, completed_count },
    });
  });
}

function archivedFields(data: LegacyBatch, progress: LegacyProgress): Partial<Written<ArchivedBatch>> {
  return {
    state: 'archived',
    result: progress.result,
    start_time: data.start_time,
    completed_players: [...progress.players],
    completed_count: progress.players.length,
    is_complete: true,
    updated_at: STORE_TIME,
  };
}

function isLegacy(found: Stored<BatchDocument>): found is Stored<LegacyBatch> {
  return found.data.state === undefined;
}
