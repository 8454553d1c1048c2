import { systemAuditContext } from '../../coordination/audit/audit-context.ts';
import { enqueuePosts } from '../../coordination/outbox/post.ts';
import { STORE_TIME } from '../../platform/document-store.ts';
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
  const look = await newestLook(deps, batch);
  const now = await deps.store.now();
  const context = { look, firstTipAt, stallMs: thresholds.stallMs, now };
  const facts = await readStallFacts(deps, batch, context);
  const stall = diagnoseStall(facts, thresholds);
  const report = { batch_id, stall, done: facts.done, expected: facts.expected };
  if (actions === 'dry-run') return { ...report, acted: null };
  await recordLook(deps, batch, facts.done);
  if (stall === undefined || actions === 'held') return { ...report, acted: null };
  const isAnnounced = look?.alerted === stall.cause;
  if (isAnnounced && (stall.action === 'alert' || batch.state === 'failed')) return { ...report, acted: null };
  const acted = stall.action === 'alert' ? 'done' : await carryOut(deps, batch, stall);
  if (acted === 'superseded') return { ...report, acted: null };
  const announced = await announceStall(deps, batch, { stall, facts });
  return { ...report, acted: stall.action === 'alert' && announced === 'before' ? null : stall.action };
}

/** Returns the previous stall check of the batch's current generation. */
async function newestLook({ store }: BatchDeps, batch: UnfinishedBatch): Promise<StallLook | undefined> {
  const found = (await store.get(stallLookRef(batch.batch_id)))?.data;
  return found?.generation === batch.generation ? found : undefined;
}

/**
 * Records the result of a stall check. The next check compares it with the batch to see whether players have finished
 * since.
 */
function recordLook({ store }: BatchDeps, { batch_id, generation }: UnfinishedBatch, done: number): Promise<void> {
  const ref = stallLookRef(batch_id);
  return store.transaction(async (transaction) => {
    const before = (await transaction.get(ref))?.data;
    const alerted = before?.generation === generation ? before.alerted : null;
    const look = { batch_id, generation, looked_at: STORE_TIME, done, alerted } as const;
    if (before === undefined) transaction.create(ref, look);
    else transaction.update(ref, look);
  });
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
