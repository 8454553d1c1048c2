import { setTimeout as pause } from 'node:timers/promises';
import pRetry from 'p-retry';
import { acquireLease, type LeaseDecision } from '../coordination/leases/acquire-lease.ts';
import { releaseLease, renewLease } from '../coordination/leases/keep-lease.ts';
import type { Lease } from '../coordination/leases/lease.ts';
import { advanceBatch, sealApproved } from '../pipeline/batch/advance-batch.ts';
import { batchLeaseName, type RequestPacing, type RunOptions } from '../pipeline/batch/batch-runner.ts';
import { prepareBatch } from '../pipeline/batch/prepare-batch.ts';
import { publishFirstRequests, type RequestSlices } from '../pipeline/batch/publish-requests.ts';
import { readBatch } from '../pipeline/batch/read-batch.ts';
import type { CurrentBatch } from '../pipeline/documents/batch-document.ts';
import { recordBatchInjuries } from '../pipeline/player/batch-injuries.ts';
import type { DocumentStore } from '../platform/document-store.ts';
import { Unavailable } from '../platform/unavailable.ts';
import type { BatchRunnerDeps } from './batch-runner-deps.ts';
import { overdueRequests, publishOpenRequests } from './overdue-requests.ts';
import { checkOwnDeliveries, ownDeliveryCheck } from './own-delivery-check.ts';
import { ownStallCheck } from './own-stall-check.ts';
import { republishRequests } from './republish-requests.ts';

const LEASE_MS = 15_000;
const TICK_MS = 1_000;
/** The pause between two slices of a batch's prediction requests, in milliseconds. */
const SLICE_MS = 200;
const MAX_RETRIES = 5;
const REFRESH_MS = 60_000;

export interface LeadDeps extends BatchRunnerDeps {
  /**
   * The store that renews and releases the lease of a batch. Its calls fail immediately during an outage, because a
   * renewal that waits until the store is back would come too late.
   */
  readonly leaseStore: DocumentStore;
  /** Aborted when this process stops. The calls of `store` then fail, which ends the run between two of its steps. */
  readonly stopping: AbortSignal;
}

export function endedOnly(batch: CurrentBatch | undefined): CurrentBatch | undefined {
  return batch?.state === 'done' || batch?.state === 'failed' ? batch : undefined;
}

/** Runs the batch under its lease. Resolves to undefined if the batch has not ended and another process holds the lease. */
export async function leadBatch(
  deps: LeadDeps,
  batchId: string,
  options: RunOptions,
): Promise<CurrentBatch | undefined> {
  const { store, instanceId: holder, otherHolders } = deps;
  const decision = await acquireLease(store, {
    name: batchLeaseName(batchId),
    holder,
    leaseMs: LEASE_MS,
    otherHolders,
  });
  if (decision.type === 'acquired') {
    const { lease, previous } = decision;
    return runHolding(deps, { batchId, lease, previous, options });
  }
  const ended = endedOnly(await readBatch(store, batchId));
  if (ended === undefined) await pause(TICK_MS);
  return ended;
}

interface LeasedRun {
  readonly batchId: string;
  readonly lease: Lease;
  /** Whether the process that ran the batch before has released the lease. */
  readonly previous: Extract<LeaseDecision, { type: 'acquired' }>['previous'];
  readonly options: RunOptions;
}

/**
 * Runs the batch while this process holds the lease. Resolves to undefined when another process has taken the lease and runs the batch.
 */
async function runHolding(deps: LeadDeps, run: LeasedRun): Promise<CurrentBatch | undefined> {
  const lost = new AbortController();
  const renewing = setInterval(() => void renewOrLose(deps, run, lost), LEASE_MS / 3);
  const refreshing = setInterval(() => void refreshInjuriesQuietly(deps, run), REFRESH_MS);
  try {
    await deps.workers?.start();
    const publish = await startRequests(deps, run);
    return await driveAndPublish(deps, { ...run, lost }, publish);
  } finally {
    clearInterval(renewing);
    clearInterval(refreshing);
    await releaseQuietly(deps, run);
  }
}

async function renewOrLose({ leaseStore, log }: LeadDeps, { batchId, lease }: LeasedRun, lost: AbortController) {
  try {
    if ((await renewLease(leaseStore, lease)) === 'renewed') return;
    log.warn({ batchId }, 'another process has taken the lease of a batch and runs it');
    lost.abort();
  } catch (error) {
    log.warn({ batchId, error }, 'batch lease not renewed');
  }
}

/** Copies the newest injury statuses for the workers. Without them the workers wait, so a failure predicts nobody. */
async function refreshInjuriesQuietly(deps: LeadDeps, { batchId }: LeasedRun): Promise<void> {
  try {
    const batch = await readBatch(deps.leaseStore, batchId);
    if (batch?.state === 'open') await recordBatchInjuries({ ...deps, store: deps.leaseStore }, batch);
  } catch (error) {
    deps.log.warn({ batchId, error }, 'the injury statuses of a batch were not refreshed');
  }
}

/** A lease that cannot be released expires anyway, so the failure does not hide the result of the run. */
async function releaseQuietly({ leaseStore, log }: LeadDeps, { batchId, lease }: LeasedRun): Promise<void> {
  await releaseLease(leaseStore, lease).catch((error: unknown) =>
    log.warn({ batchId, error }, 'batch lease not released'),
  );
}

interface DrivenRun extends LeasedRun {
  /** Aborted when another process has taken the lease, and when the other half of the run has failed. */
  readonly lost: AbortController;
}

/** Runs the batch while its requests are published. When the run or the publishing fails, the other one stops, too. */
async function driveAndPublish(
  deps: LeadDeps,
  run: DrivenRun,
  publish: () => Promise<void>,
): Promise<CurrentBatch | undefined> {
  const publishing = retried(publish, deps.stopping).catch((error: unknown) => {
    run.lost.abort();
    throw error;
  });
  const [driven, published] = await Promise.allSettled([driveToEnd(deps, run), publishing]);
  if (published.status === 'rejected') throw published.reason;
  if (driven.status === 'rejected') throw driven.reason;
  return driven.value;
}

/**
 * Prepares a batch, or republishes the requests of an open one. Resolves to a function that publishes the requests of a
 * newly prepared batch. The caller publishes them while the batch runs.
 */
async function startRequests(deps: LeadDeps, { batchId, options, previous }: LeasedRun): Promise<() => Promise<void>> {
  const batch = await readBatch(deps.store, batchId);
  if (batch === undefined) throw new Error(`Batch ${batchId} does not exist and cannot run`);
  if (batch.state === 'open' && (await sealApproved(deps, batch)) === 'not-sealed') {
    await deps.outages.waitOut(() => recordBatchInjuries(deps, batch));
    if (mayHaveCrashed(deps, previous)) await republishRequests(deps, batch);
    else await publishOpenRequests(deps, { batchId });
  }
  if (batch.state !== 'preparing') return alreadyPublished;
  await deps.outages.waitOut(
    () => prepareBatch(deps, batch),
    (reason) => options.onProgress?.(0, 0, reason),
  );
  const open = await readBatch(deps.store, batchId);
  return open?.state === 'open'
    ? () => publishFirstRequests(deps, open, slicesOf(options.pacing, deps.stopping))
    : alreadyPublished;
}

/**
 * Returns whether an open request may have ended the process that was answering it. It has not if the process that ran
 * the batch stopped in an orderly way, or if other processes answer the requests.
 */
function mayHaveCrashed({ workers }: LeadDeps, previous: LeasedRun['previous']): boolean {
  return workers !== undefined && previous !== 'released';
}

function alreadyPublished(): Promise<void> {
  return Promise.resolve();
}

async function driveToEnd(
  deps: BatchRunnerDeps,
  { batchId, options, lost }: DrivenRun,
): Promise<CurrentBatch | undefined> {
  const { outages } = deps;
  let [completed, expected] = [0, 0];
  const notifyWaiting = (reason: string) => options.onProgress?.(completed, expected, reason);
  const stallCheck = ownStallCheck(deps, batchId);
  const deliveryCheck = ownDeliveryCheck(deps);
  const publishOverdue = overdueRequests(deps, { batchId });
  while (!lost.signal.aborted) {
    await stallCheck();
    await deliveryCheck();
    const before = deps.outcomes.committed(batchId);
    const advance = await outages.waitOut(() => advanceBatch(deps, batchId), notifyWaiting);
    if (advance.type === 'ended') {
      // Other processes count the deliveries that they answer, so this process cannot know whether one has failed.
      await checkOwnDeliveries(deps, deps.workers === undefined ? 'always' : 'after-errors');
      return advance.batch;
    }
    [completed, expected] = [advance.expected - advance.missing, advance.expected];
    options.onProgress?.(completed, expected, advance.heldBecause ?? outages.reason());
    await publishOverdue(advance.missing);
    await deps.outcomes.reached({ batchId, target: before + Math.max(1, advance.missing), withinMs: TICK_MS });
  }
  return undefined;
}

function slicesOf(pacing: RequestPacing | undefined, stopping: AbortSignal): RequestSlices | undefined {
  if (pacing === undefined || pacing === 'at-once') return undefined;
  const pauseUnlessStopped = async () => {
    stopping.throwIfAborted();
    await pause(SLICE_MS);
  };
  return { count: Math.ceil(pacing.spreadMs / SLICE_MS), pause: pauseUnlessStopped };
}

/**
 * Repeats a step with growing pauses while the queue is unreachable. After the last retry it throws; the next run
 * continues the batch.
 */
function retried<T>(step: () => Promise<T>, stopping: AbortSignal): Promise<T> {
  return pRetry(step, {
    retries: MAX_RETRIES,
    shouldRetry: ({ error }) => error instanceof Unavailable,
    signal: stopping,
  });
}
