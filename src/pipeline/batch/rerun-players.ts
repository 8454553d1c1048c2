import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { type DocumentStore, STORE_TIME } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import { activeBatchRef } from './active-batch.ts';
import type { BatchDeps } from './batch-deps.ts';
import type { CurrentBatch } from './batch-document.ts';
import { changeBatchOnRecord } from './change-batch.ts';
import { type ReRequestDecision, reRequestPlayers } from './re-request-players.ts';

export interface Rerun {
  readonly batch: CurrentBatch;
  readonly playerLookups: readonly string[];
  /** What a new generation reads by. */
  readonly asOf: Instant;
  readonly trail: AuditContext;
}

export type RerunDecision =
  /** Asked for again in the generation that is open, or why not. */
  | ReRequestDecision
  /** The next generation is open, for these players alone; somebody has to run the batch. */
  | { readonly type: 'next-generation'; readonly generation: number }
  | { readonly type: 'refused'; readonly because: 'preparing' | 'consolidating' | 'failed' | 'another-batch-open' };

/**
 * Predicts players once more. While the batch is open they are asked for again, unless people have approved that it ends as it is; while it
 * is being prepared or consolidated that is refused; afterwards the next generation opens for them alone.
 */
export async function rerunPlayers(deps: BatchDeps, rerun: Rerun): Promise<RerunDecision> {
  const { batch } = rerun;
  switch (batch.state) {
    case 'preparing':
    case 'consolidating':
    case 'failed':
      return { type: 'refused', because: batch.state };
    case 'open':
      return reRequestPlayers(deps, batch, rerun);
    case 'done':
      return openNextGeneration(deps.store, rerun);
  }
}

async function openNextGeneration(store: DocumentStore, rerun: Rerun): Promise<RerunDecision> {
  const { batch, playerLookups, asOf, trail } = rerun;
  const generation = batch.generation + 1;
  const expected = { batchId: batch.batch_id, state: 'done', generation: batch.generation } as const;
  const active = await store.get(activeBatchRef(batch.game_date));
  if (active !== undefined) return { type: 'refused', because: 'another-batch-open' };
  const recorded = { store, trail, action: 'batch.generation_opened' };
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
