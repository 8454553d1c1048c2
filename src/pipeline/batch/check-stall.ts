import { systemAuditContext } from '../../coordination/audit/audit-context.ts';
import { enqueuePosts } from '../../coordination/outbox/post.ts';
import { STORE_TIME, type Stored } from '../../platform/document-store.ts';
import { instantFromMicros } from '../../platform/instant.ts';
import type { UnfinishedBatch } from '../documents/batch-document.ts';
import { abandonBatch } from './abandon-batch.ts';
import { retryConsolidation } from './advance-batch.ts';
import type { StallAlert } from './batch-announcements.ts';
import type { BatchDeps } from './batch-deps.ts';
import { sealedAtOf } from './read-batch.ts';
import { readCardDetail } from './read-card-detail.ts';
import { readStallFacts } from './read-stall-facts.ts';
import { sealBatch } from './seal-batch.ts';
import { type StallLook, stallLookRef } from './stall-look.ts';
import { diagnoseStall, type Stall, type StallAction, type StallFacts, type StallThresholds } from './stall-policy.ts';

const AUTHOR = 'stall-check';

export interface StallCheckOptions {
  readonly thresholds: StallThresholds;
  /** The first tip-off of the game date in milliseconds since 1970; null when it is unknown. */
  readonly firstTipAt: number | null;
  /** With `held`, the stall check only reports a stall, because a service that runs batches is being deployed. */
  readonly actions: 'allowed' | 'held' | 'dry-run';
}

export interface StallCheck {
  readonly batch_id: string;
  readonly stall: Stall | undefined;
  readonly done: number;
  readonly expected: number;
  /**
   * The action that this stall check took. It is null when no action was needed or allowed, or when an earlier check
   * took it.
   */
  readonly acted: StallAction | null;
}

/**
 * Checks whether a batch has stalled, and acts on the stall. A stall is announced once for each generation, and a
 * failed consolidation is repeated once. Several processes may check a batch at the same time, because each action
 * happens only once. After the action `complete-partial` or `resume`, the caller still has to run the batch to its end.
 */
export async function checkStall(
  deps: BatchDeps,
  batch: UnfinishedBatch,
  { thresholds, firstTipAt, actions }: StallCheckOptions,
): Promise<StallCheck> {
  const { batch_id } = batch;
  const found = await deps.store.get(stallLookRef(batch_id));
  const look = lookAt(batch, found);
  const now = await deps.store.now();
  const context = { look, firstTipAt, stallMs: thresholds.stallMs, now };
  const facts = await readStallFacts(deps, batch, context);
  const stall = diagnoseStall(facts, thresholds);
  const report = { batch_id, stall, done: facts.done, expected: facts.expected };
  if (actions === 'dry-run') return { ...report, acted: null };
  await recordLook(deps, batch, { done: facts.done, before: found });
  if (stall === undefined || actions === 'held') return { ...report, acted: null };
  const isAnnounced = look?.alerted === stall.cause;
  if (isAnnounced && (stall.action === 'alert' || batch.state === 'failed')) return { ...report, acted: null };
  const acted = stall.action === 'alert' ? 'done' : await carryOut(deps, batch, stall);
  if (acted === 'superseded') return { ...report, acted: null };
  const announced = await announceStall(deps, batch, { stall, facts });
  return { ...report, acted: stall.action === 'alert' && announced === 'before' ? null : stall.action };
}

/** Returns a stored stall check if it belongs to the current generation of the batch. */
function lookAt({ generation }: UnfinishedBatch, found: Stored<StallLook> | undefined): StallLook | undefined {
  return found?.data.generation === generation ? found.data : undefined;
}

/**
 * Records the result of a stall check. The next check compares it with the batch to see whether players have finished
 * since. When another process records its own check at the same time, that record stays.
 */
async function recordLook(
  { store }: BatchDeps,
  batch: UnfinishedBatch,
  { done, before }: { readonly done: number; readonly before: Stored<StallLook> | undefined },
): Promise<void> {
  const { batch_id, generation } = batch;
  const ref = stallLookRef(batch_id);
  const alerted = lookAt(batch, before)?.alerted ?? null;
  const look = { batch_id, generation, looked_at: STORE_TIME, done, alerted } as const;
  await (before === undefined ? store.create(ref, look) : store.update(ref, look, before.version));
}

/** Completes, abandons or resumes a stalled batch, unless another caller has advanced it since it was read. */
async function carryOut(deps: BatchDeps, batch: UnfinishedBatch, { cause, action }: Stall) {
  const auditContext = systemAuditContext(deps.audit, AUTHOR);
  if (action === 'complete-partial' && batch.state === 'open') return await sealBatch(deps, batch, { cause });
  if (action === 'abandon' && batch.state !== 'consolidating')
    return await abandonBatch(deps, batch, { auditContext, reason: 'the batch stalled and was too old to continue' });
  if (batch.state === 'failed') return await retryConsolidation(deps, batch, auditContext);
  return 'done';
}

/**
 * Posts an alert about a stalled batch, once for each cause. Resolves to `before` when the channel already has the
 * alert.
 */
async function announceStall(
  deps: BatchDeps,
  batch: UnfinishedBatch,
  { stall, facts }: { readonly stall: Stall; readonly facts: StallFacts },
): Promise<'announced' | 'before'> {
  const { store } = deps;
  const { batch_id, game_date, generation } = batch;
  const detail = await readCardDetail(store, batch, sealedAtOf(batch));
  return store.transaction(async (transaction) => {
    const look = (await transaction.get(stallLookRef(batch_id)))?.data;
    if (look?.generation === generation && look.alerted === stall.cause) return 'before';
    const alert: StallAlert = {
      type: 'stall',
      batch_id,
      game_date,
      generation,
      ...stall,
      done: facts.done,
      expected: facts.expected,
      missing: detail.unpredicted,
      missing_total: detail.unpredicted_total,
      started_at: instantFromMicros(facts.startedAt * 1_000),
      progressed_at: instantFromMicros(facts.progressedAt * 1_000),
      noticed_at: instantFromMicros(facts.now * 1_000),
    };
    await enqueuePosts(transaction, [{ key: `stall-${batch_id}-g${generation}`, announcement: alert }]);
    transaction.update(stallLookRef(batch_id), { alerted: stall.cause });
    return 'announced';
  });
}
