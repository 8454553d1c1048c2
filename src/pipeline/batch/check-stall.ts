import { systemAuditContext } from '../../coordination/audit/audit-context.ts';
import { ageIncident } from '../../coordination/incidents/change-incident.ts';
import { STORE_TIME, type Stored } from '../../platform/document-store.ts';
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
  const found = await deps.store.get(stallLookRef(batch_id));
  const look = lookAt(batch, found);
  const now = await deps.store.now();
  const context = { look, firstTipAt, stallMs: thresholds.stallMs, now };
  const { facts, ruledOut } = await readStallFacts(deps, batch, context);
  const stall = diagnoseStall(facts, thresholds);
  const report = { batch_id, stall, done: facts.done, expected: facts.expected };
  if (actions === 'dry-run') return { ...report, acted: null };
  await recordLook(deps, batch, { before: found, seen: { done: facts.done, ruled_out: [...ruledOut] } });
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

/** Returns a stored stall check if it belongs to the current generation of the batch. */
function lookAt({ generation }: UnfinishedBatch, found: Stored<StallLook> | undefined): StallLook | undefined {
  return found?.data.generation === generation ? found.data : undefined;
}

interface NewLook {
  readonly before: Stored<StallLook> | undefined;
  readonly seen: Pick<StallLook, 'done' | 'ruled_out'>;
}

/**
 * Records the result of a stall check. The next check compares it with the batch to see whether players have finished
 * since. When another process records its own check at the same time, that record stays.
 */
async function recordLook({ store }: BatchDeps, batch: UnfinishedBatch, { before, seen }: NewLook): Promise<void> {
  const { batch_id, generation } = batch;
  const ref = stallLookRef(batch_id);
  const { alerted, card_key } = lookAt(batch, before) ?? NEVER_ALERTED;
  const look = { batch_id, generation, looked_at: STORE_TIME, ...seen, alerted, card_key } as const;
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
