import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { type DocumentStore, STORE_TIME } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import { activeBatchRef } from './active-batch.ts';
import type { BatchDeps } from './batch-deps.ts';
import type { CurrentBatch } from './batch-document.ts';
import { changeBatchOnRecord } from './change-batch.ts';
import { type OpenBatchRerun, rerunInOpenBatch } from './rerun-in-open-batch.ts';

export interface Rerun {
  readonly batch: CurrentBatch;
  readonly playerLookups: readonly string[];
  /** The moment by which a new generation reads its data. */
  readonly asOf: Instant;
  readonly auditContext: AuditContext;
}

export type RerunDecision =
  /** The players were requested again in the open generation, or the re-run was refused. */
  | OpenBatchRerun
  /** The next generation is open for these players alone. The caller runs the batch. */
  | { readonly type: 'next-generation'; readonly generation: number }
  | { readonly type: 'refused'; readonly because: 'preparing' | 'consolidating' | 'failed' | 'another-batch-open' };

/**
 * Requests the predictions of players again. In an open batch they join the current generation, unless people have approved its
 * force-complete. A batch that is being prepared or consolidated, or has failed, refuses. A finished batch opens its next generation for
 * these players alone.
 */
export async function rerunPlayers(deps: BatchDeps, rerun: Rerun): Promise<RerunDecision> {
  const { batch } = rerun;
  switch (batch.state) {
    case 'preparing':
    case 'consolidating':
    case 'failed':
      return { type: 'refused', because: batch.state };
    case 'open':
      return rerunInOpenBatch(deps, batch, rerun);
    case 'done':
      return openNextGeneration(deps.store, rerun);
  }
}

async function openNextGeneration(store: DocumentStore, rerun: Rerun): Promise<RerunDecision> {
  const { batch, playerLookups, asOf, auditContext } = rerun;
  const generation = batch.generation + 1;
  const expected = { batchId: batch.batch_id, state: 'done', generation: batch.generation } as const;
  const active = await store.get(activeBatchRef(batch.game_date));
  if (active !== undefined) return { type: 'refused', because: 'another-batch-open' };
  const recorded = { store, auditContext, action: 'batch.generation_opened' };
  const changed = await changeBatchOnRecord(recorded, expected, async (done, transaction) => {
    await transaction.get(activeBatchRef(done.game_date));
    transaction.create(activeBatchRef(done.game_date), {
      game_date: done.game_date,
      batch_id: done.batch_id,
      claimed_at: STORE_TIME,
    });
    return {
      state: 'preparing',
      generation,
      generation_started_at: STORE_TIME,
      rerun_players: [...playerLookups],
      as_of: asOf,
      is_complete: false,
      approval_id: null,
      forced_by: null,
      completion_time: null,
    };
  });
  return changed === 'changed'
    ? { type: 'next-generation', generation }
    : { type: 'refused', because: 'another-batch-open' };
}
