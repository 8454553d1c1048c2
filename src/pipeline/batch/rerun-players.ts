import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { hasRequestChanged } from '../../coordination/audit/has-request-changed.ts';
import { auditedTransaction } from '../../coordination/audit/open-audit.ts';
import { enqueuePosts, type NewPost } from '../../coordination/outbox/post.ts';
import { STORE_TIME, type Written } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import { batchRef, type CurrentBatch, type DoneBatch, type PreparingBatch } from '../documents/batch-document.ts';
import type { RunMode } from '../player/run-mode.ts';
import { activeBatchRef } from './active-batch.ts';
import type { BatchDeps } from './batch-deps.ts';
import { ownershipOf, refuseFormerOwner } from './batch-ownership.ts';
import { readBatch } from './read-batch.ts';
import { becauseSealed, type OpenBatchRerun, rerunInOpenBatch } from './rerun-in-open-batch.ts';

/** The audit actions of a re-run. */
const RERUN_ACTIONS = ['batch.generation_opened', 'batch.players_asked_again'];

export interface Rerun {
  readonly batch: CurrentBatch;
  readonly playerLookups: readonly string[];
  /** The time up to which the new generation of a re-run uses data. */
  readonly asOf: Instant;
  readonly auditContext: AuditContext;
  /** The posts that change when the next generation opens. */
  readonly posts?: readonly NewPost[];
  /** The scheduled run that found the players changed. Without it, people requested the players. */
  readonly laterRun?: { readonly mode: RunMode };
}

export type RerunDecision =
  /**
   * The re-run is in an open batch: its players were requested again in the open generation, or the re-run was refused.
   */
  | OpenBatchRerun
  /** The re-run opened a new generation for the named players alone. The caller has to run the batch. */
  | { readonly type: 'next-generation'; readonly generation: number }
  /** An earlier attempt of the same request made the re-run. The caller has to run the batch. */
  | { readonly type: 'repeated' }
  | { readonly type: 'refused'; readonly because: 'preparing' | 'consolidating' | 'failed' | 'another-batch-open' };

/**
 * Requests the predictions of some players again. In an open batch the players join the current generation, unless
 * people have approved a force-complete. A finished batch opens a new generation for these players alone. A batch that
 * is being prepared or consolidated, or that has failed, refuses the re-run. A request takes effect once, even if its
 * caller repeats it.
 */
export async function rerunPlayers(deps: BatchDeps, rerun: Rerun): Promise<RerunDecision> {
  const { batch } = rerun;
  const subject = { kind: 'batch', id: batch.batch_id } as const;
  const earlier = { author: rerun.auditContext, actions: RERUN_ACTIONS };
  if (await hasRequestChanged(deps.store, subject, earlier)) return { type: 'repeated' };
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
  const decision = await openGeneration(deps, rerun);
  return decision === 'superseded' ? await rerunAsItIsNow(deps, rerun) : decision;
}

/**
 * Opens the next generation of a finished batch for the named players. One transaction checks that the game date has no open
 * batch and opens the generation, so `batch start` cannot open a batch in between. The result is `superseded` when another
 * caller has opened the next generation first.
 */
export function openGeneration(
  { store }: Pick<BatchDeps, 'store'>,
  rerun: Rerun,
): Promise<RerunDecision | 'superseded'> {
  const { batch, auditContext, posts = [] } = rerun;
  const { batch_id, game_date } = batch;
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const found = (await transaction.get(batchRef(batch_id)))?.data;
    const active = await transaction.get(activeBatchRef(game_date));
    refuseFormerOwner(found, auditContext);
    if (found?.state !== 'done' || found.generation !== batch.generation) return 'superseded';
    if (active !== undefined) return { type: 'refused', because: 'another-batch-open' };
    await enqueuePosts(transaction, posts);
    const generation = batch.generation + 1;
    const opened = { ...generationFields(found, rerun), ...ownershipOf(auditContext), generation };
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

/** Returns the fields of a finished batch that change when its next generation opens. */
function generationFields(ended: DoneBatch, { playerLookups, asOf, laterRun }: Rerun) {
  const published = ended.result !== 'abandoned' && ended.result !== 'empty';
  const firstEnd = ended.generation === 1 && published ? ended.completion_time : ended.first_completion_time;
  const examined =
    laterRun === undefined
      ? ({ opened_for: 'request' } as const)
      : ({ opened_for: 'changes', mode: laterRun.mode, examined_mode: laterRun.mode, examined_at: asOf } as const);
  return {
    ...examined,
    state: 'preparing' as const,
    generation_started_at: STORE_TIME,
    requests_published_at: null,
    rerun_players: [...playerLookups],
    first_completion_time: firstEnd,
    as_of: asOf,
    is_complete: false,
    approval_id: null,
    forced_by: null,
    completion_time: null,
  } satisfies Partial<Written<PreparingBatch>>;
}

/** Repeats a re-run with the batch as it is now, because a concurrent re-run has already opened the next generation. */
async function rerunAsItIsNow(deps: BatchDeps, rerun: Rerun): Promise<RerunDecision> {
  const batch = await readBatch(deps.store, rerun.batch.batch_id);
  if (batch === undefined)
    throw new Error(`Batch ${rerun.batch.batch_id} no longer exists, so its players cannot be predicted again`);
  return await rerunPlayers(deps, { ...rerun, batch });
}
