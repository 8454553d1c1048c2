import { systemAuditContext } from '../../coordination/audit/audit-context.ts';
import { ageIncident } from '../../coordination/incidents/change-incident.ts';
import { STORE_TIME } from '../../platform/document-store.ts';
import type { UnfinishedBatch } from '../documents/batch-document.ts';
import { abandonBatch } from './abandon-batch.ts';
import { retryConsolidation } from './advance-batch.ts';
import type { BatchDeps } from './batch-deps.ts';
import { endStallAfterProgress } from './end-stall.ts';
import { readStallFacts } from './read-stall-facts.ts';
import type { NoticedStall, StallDeps } from './read-stall-state.ts';
import { sealBatch } from './seal-batch.ts';
import { showStall } from './show-stall.ts';
import { stallIncidentKey } from './shown-stall.ts';
import { type StallLook, stallLookRef } from './stall-look.ts';
import { diagnoseStall, type Stall, type StallAction, type StallThresholds } from './stall-policy.ts';

const AUTHOR = 'stall-check';
const NEVER_ALERTED = { alerted: null, card_key: null } as const;

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
  deps: StallDeps,
  batch: UnfinishedBatch,
  { thresholds, firstTipAt, actions }: StallCheckOptions,
): Promise<StallCheck> {
  const { batch_id } = batch;
  const look = await newestLook(deps, batch);
  const now = await deps.store.now();
  const context = { look, firstTipAt, stallMs: thresholds.stallMs, now };
  const { facts, ruledOut } = await readStallFacts(deps, batch, context);
  const stall = diagnoseStall(facts, thresholds);
  const report = { batch_id, stall, done: facts.done, expected: facts.expected };
  if (actions === 'dry-run') return { ...report, acted: null };
  await recordLook(deps, batch, { done: facts.done, ruled_out: [...ruledOut] });
  if (stall === undefined) await endStallAfterProgress(deps, batch, facts);
  if (stall === undefined || actions === 'held') return { ...report, acted: null };
  if (stall.action === 'alert') return { ...report, acted: await alert(deps, batch, { stall, facts }) };
  const isAnnounced = look?.alerted === stall.cause;
  if (isAnnounced && batch.state === 'failed') return { ...report, acted: null };
  if ((await carryOut(deps, batch, stall)) === 'superseded') return { ...report, acted: null };
  await showStall(deps, batch, { stall, facts });
  return { ...report, acted: stall.action };
}

/** Shows a stall that people have to decide about, and sends its reminder when it is due. */
async function alert(deps: StallDeps, batch: UnfinishedBatch, noticed: NoticedStall): Promise<'alert' | null> {
  const announced = await showStall(deps, batch, noticed);
  const auditContext = systemAuditContext(deps.audit, AUTHOR);
  await ageIncident({ store: deps.store, auditContext }, stallIncidentKey(batch));
  return announced === 'announced' ? 'alert' : null;
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
function recordLook(
  { store }: BatchDeps,
  { batch_id, generation }: UnfinishedBatch,
  seen: Pick<StallLook, 'done' | 'ruled_out'>,
): Promise<void> {
  const ref = stallLookRef(batch_id);
  return store.transaction(async (transaction) => {
    const before = (await transaction.get(ref))?.data;
    const { alerted, card_key } = before?.generation === generation ? before : NEVER_ALERTED;
    const look = { batch_id, generation, looked_at: STORE_TIME, ...seen, alerted, card_key } as const;
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
