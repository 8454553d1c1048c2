import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { auditedTransaction } from '../../coordination/audit/open-audit.ts';
import { STORE_TIME, type Written } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import { batchRef, type CurrentBatch, type PreparingBatch } from '../documents/batch-document.ts';
import { activeBatchRef } from './active-batch.ts';
import type { BatchDeps } from './batch-deps.ts';
import { readBatch } from './read-batch.ts';
import { becauseSealed, type OpenBatchRerun, rerunInOpenBatch } from './rerun-in-open-batch.ts';

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
    case 'consolidating':
      return { type: 'refused', ...becauseSealed(batch) };
    case 'preparing':
    case 'failed':
      return { type: 'refused', because: batch.state };
    case 'open':
      return rerunInOpenBatch(deps, batch, rerun);
    case 'done':
      return openNextGeneration(deps, rerun);
  }
}

async function openNextGeneration(deps: BatchDeps, rerun: Rerun): Promise<RerunDecision> {
  const decision = await openInTransaction(deps, rerun);
  return decision === 'superseded' ? await rerunAsItIsNow(deps, rerun) : decision;
}

/** One transaction reads the date's open batch and opens the next generation, so that `batch start` cannot come in between. */
function openInTransaction(
  { store }: BatchDeps,
  { batch, playerLookups, asOf, auditContext }: Rerun,
): Promise<RerunDecision | 'superseded'> {
  const { batch_id, game_date } = batch;
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const found = (await transaction.get(batchRef(batch_id)))?.data;
    const active = await transaction.get(activeBatchRef(game_date));
    if (found?.state !== 'done' || found.generation !== batch.generation) return 'superseded';
    if (active !== undefined) return { type: 'refused', because: 'another-batch-open' };
    const generation = batch.generation + 1;
    const opened = {
      state: 'preparing' as const,
      generation,
      generation_started_at: STORE_TIME,
      rerun_players: [...playerLookups],
      as_of: asOf,
      is_complete: false,
      approval_id: null,
      forced_by: null,
      completion_time: null,
    } satisfies Partial<Written<PreparingBatch>>;
    transaction.create(activeBatchRef(game_date), { game_date, batch_id, claimed_at: STORE_TIME });
    transaction.update(batchRef(batch_id), { ...opened, updated_at: STORE_TIME });
    audit.append({
      action: 'batch.generation_opened',
      subject: { kind: 'batch', id: batch_id },
      before: { state: found.state, generation: found.generation },
      after: opened,
    });
    return { type: 'next-generation', generation };
  });
}

/** Another re-run has opened the next generation since the caller read the batch. */
async function rerunAsItIsNow(deps: BatchDeps, rerun: Rerun): Promise<RerunDecision> {
  const batch = await readBatch(deps.store, rerun.batch.batch_id);
  if (batch === undefined) throw new Error(`The batch ${rerun.batch.batch_id} disappeared`);
  return await rerunPlayers(deps, { ...rerun, batch });
}
