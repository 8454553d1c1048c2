import { setTimeout as pause } from 'node:timers/promises';
import pRetry from 'p-retry';
import { acquireLease } from '../coordination/leases/acquire-lease.ts';
import { releaseLease, renewLease } from '../coordination/leases/keep-lease.ts';
import type { Lease } from '../coordination/leases/lease.ts';
import { advanceBatch, sealApproved } from '../pipeline/batch/advance-batch.ts';
import {
  type BatchRunner,
  batchLeaseName,
  type RequestPacing,
  type RunOptions,
} from '../pipeline/batch/batch-runner.ts';
import { prepareBatch } from '../pipeline/batch/prepare-batch.ts';
import { publishFirstRequests, type RequestSlices } from '../pipeline/batch/publish-requests.ts';
import { readBatch } from '../pipeline/batch/read-batch.ts';
import { BATCHES, type CurrentBatch } from '../pipeline/documents/batch-document.ts';
import type { DocumentStore } from '../platform/document-store.ts';
import { Unavailable } from '../platform/unavailable.ts';
import type { BatchRunnerDeps } from './batch-runner-deps.ts';
import { overdueRequests } from './overdue-requests.ts';
import { checkOwnDeliveries, ownDeliveryCheck } from './own-delivery-check.ts';
import { ownStallCheck } from './own-stall-check.ts';
import { republishRequests } from './republish-requests.ts';
import { storeThroughOutages } from './store-through-outages.ts';

const LEASE_MS = 15_000;
const TICK_MS = 1_000;
/** The pause between two slices of a batch's prediction requests, in milliseconds. */
const SLICE_MS = 200;
const MAX_RETRIES = 5;
const UNFINISHED = ['preparing', 'open', 'consolidating'] as const satisfies readonly CurrentBatch['state'][];

interface WaitingDeps extends BatchRunnerDeps {
  /**
   * The store that renews the lease of a batch. Its calls fail immediately during an outage, because a renewal that
   * waits until the store is back would come too late.
   */
  readonly leaseStore: DocumentStore;
}

/**
 * Runs batches to their end. One run at a time holds the lease of a batch; other callers join that run. While a store or its disk cannot be
 * used, the runs wait.
 */
export function batchRunner(given: BatchRunnerDeps): BatchRunner {
  const { store: leaseStore, outages } = given;
  const deps: WaitingDeps = { ...given, leaseStore, store: storeThroughOutages(leaseStore, outages) };
  const running = new Map<string, RunInProgress>();

  /** Runs the batch in this process and reports its progress to all callers that join. */
  async function lead(batchId: string, { onProgress, ...options }: RunOptions): Promise<CurrentBatch | undefined> {
    const listeners = new Set(onProgress === undefined ? [] : [onProgress]);
    let [done, all] = [0, 0];
    const notifyAll: ProgressListener = (completed, expected, waiting) => {
      [done, all] = [completed, expected];
      for (const notify of listeners) notify(completed, expected, waiting);
    };
    const store = storeThroughOutages(leaseStore, outages, (reason) => notifyAll(done, all, reason));
    const work = runWithLease({ ...deps, store }, batchId, { ...options, onProgress: notifyAll });
    running.set(batchId, { listeners, ended: work.then(ignore, ignore) });
    try {
      return await work;
    } finally {
      running.delete(batchId);
    }
  }

  return {
    async run(batchId, options = {}) {
      await deps.hold();
      for (;;) {
        const run = running.get(batchId);
        const batch = run === undefined ? await lead(batchId, options) : await join(deps, batchId, { run, options });
        if (batch !== undefined) return batch;
      }
    },
    async unfinished() {
      const found = await Promise.all(
        UNFINISHED.map((state) => leaseStore.query({ collection: BATCHES }, { where: [['state', '==', state]] })),
      );
      return found.flat().map(({ id }) => id);
    },
    waitsFor: outages.reason,
    stop: () => deps.workers.stop(),
  };
}

type ProgressListener = NonNullable<RunOptions['onProgress']>;

interface RunInProgress {
  readonly listeners: Set<ProgressListener>;
  /** Resolves when the run of the batch ends, also when it fails. */
  readonly ended: Promise<void>;
}

/**
 * Lets a second caller wait for a run that is already in progress. Resolves to undefined if the batch is still
 * unfinished after that run.
 */
async function join(
  { store }: BatchRunnerDeps,
  batchId: string,
  { run, options: { onProgress } }: { readonly run: RunInProgress; readonly options: RunOptions },
): Promise<CurrentBatch | undefined> {
  if (onProgress !== undefined) run.listeners.add(onProgress);
  await run.ended;
  return endedOnly(await readBatch(store, batchId));
}

function endedOnly(batch: CurrentBatch | undefined): CurrentBatch | undefined {
  return batch?.state === 'done' || batch?.state === 'failed' ? batch : undefined;
}

function ignore(): void {
  // The caller that started the run of the batch gets its result or its error.
}

/** Runs the batch under its lease. Resolves to undefined if the batch has not ended and another process holds the lease. */
async function runWithLease(
  deps: WaitingDeps,
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
  if (decision.type === 'acquired') return runHolding(deps, { batchId, lease: decision.lease, options });
  const ended = endedOnly(await readBatch(store, batchId));
  if (ended === undefined) await pause(TICK_MS);
  return ended;
}

interface LeasedRun {
  readonly batchId: string;
  readonly lease: Lease;
  readonly options: RunOptions;
}

/**
 * Runs the batch while this process holds the lease. Resolves to undefined when another process has taken the lease and runs the batch.
 */
async function runHolding(deps: WaitingDeps, run: LeasedRun): Promise<CurrentBatch | undefined> {
  const stopping = new AbortController();
  const renewing = setInterval(() => void renewOrStop(deps, run, stopping), LEASE_MS / 3);
  try {
    await deps.workers.start();
    const publish = await startRequests(deps, run);
    return await driveAndPublish(deps, { ...run, stopping }, publish);
  } finally {
    clearInterval(renewing);
    await releaseQuietly(deps, run);
  }
}

async function renewOrStop({ leaseStore, log }: WaitingDeps, { batchId, lease }: LeasedRun, stopping: AbortController) {
  try {
    if ((await renewLease(leaseStore, lease)) === 'renewed') return;
    log.warn({ batchId }, 'another process has taken the lease of a batch and runs it');
    stopping.abort();
  } catch (error) {
    log.warn({ batchId, error }, 'batch lease not renewed');
  }
}

/** A lease that cannot be released expires anyway, so the failure does not hide the result of the run. */
async function releaseQuietly({ leaseStore, log }: WaitingDeps, { batchId, lease }: LeasedRun): Promise<void> {
  await releaseLease(leaseStore, lease).catch((error: unknown) =>
    log.warn({ batchId, error }, 'batch lease not released'),
  );
}

interface StoppableRun extends LeasedRun {
  readonly stopping: AbortController;
}

/** Runs the batch while its requests are published. When the run or the publishing fails, the other one stops, too. */
async function driveAndPublish(
  deps: BatchRunnerDeps,
  run: StoppableRun,
  publish: () => Promise<void>,
): Promise<CurrentBatch | undefined> {
  const publishing = retried(publish).catch((error: unknown) => {
    run.stopping.abort();
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
async function startRequests(deps: BatchRunnerDeps, { batchId, options }: LeasedRun): Promise<() => Promise<void>> {
  const batch = await readBatch(deps.store, batchId);
  if (batch === undefined) throw new Error(`Batch ${batchId} does not exist and cannot run`);
  if (batch.state === 'open' && (await sealApproved(deps, batch)) === 'not-sealed')
    await republishRequests(deps, batch);
  if (batch.state !== 'preparing') return alreadyPublished;
  await deps.outages.waitOut(
    () => prepareBatch(deps, batch),
    (reason) => options.onProgress?.(0, 0, reason),
  );
  const open = await readBatch(deps.store, batchId);
  return open?.state === 'open' ? () => publishFirstRequests(deps, open, slicesOf(options.pacing)) : alreadyPublished;
}

function alreadyPublished(): Promise<void> {
  return Promise.resolve();
}

async function driveToEnd(
  deps: BatchRunnerDeps,
  { batchId, options, stopping }: StoppableRun,
): Promise<CurrentBatch | undefined> {
  const { outages } = deps;
  let [completed, expected] = [0, 0];
  const notifyWaiting = (reason: string) => options.onProgress?.(completed, expected, reason);
  const stallCheck = ownStallCheck(deps, batchId);
  const deliveryCheck = ownDeliveryCheck(deps);
  const publishOverdue = overdueRequests(deps, batchId);
  while (!stopping.signal.aborted) {
    await stallCheck();
    await deliveryCheck();
    const before = deps.outcomes.committed(batchId);
    const advance = await outages.waitOut(() => advanceBatch(deps, batchId), notifyWaiting);
    if (advance.type === 'ended') {
      await checkOwnDeliveries(deps, 'after-errors');
      return advance.batch;
    }
    [completed, expected] = [advance.expected - advance.missing, advance.expected];
    options.onProgress?.(completed, expected, advance.heldBecause ?? outages.reason());
    await publishOverdue(advance.missing);
    await deps.outcomes.reached({ batchId, target: before + Math.max(1, advance.missing), withinMs: TICK_MS });
  }
  return undefined;
}

function slicesOf(pacing: RequestPacing | undefined): RequestSlices | undefined {
  if (pacing === undefined || pacing === 'at-once') return undefined;
  return { count: Math.ceil(pacing.spreadMs / SLICE_MS), pause: () => pause(SLICE_MS) };
}

/**
 * Repeats a step with growing pauses while the queue is unreachable. After the last retry it throws; the next run
 * continues the batch.
 */
function retried<T>(step: () => Promise<T>): Promise<T> {
  return pRetry(step, {
    retries: MAX_RETRIES,
    shouldRetry: ({ error }) => error instanceof Unavailable,
  });
}
