import { setTimeout as pause } from 'node:timers/promises';
import pRetry from 'p-retry';
import { acquireLease } from '../coordination/leases/acquire-lease.ts';
import { releaseLease, renewLease } from '../coordination/leases/keep-lease.ts';
import type { Lease } from '../coordination/leases/lease.ts';
import { advanceBatch } from '../pipeline/batch/advance-batch.ts';
import { BATCHES, type CurrentBatch } from '../pipeline/batch/batch-document.ts';
import type { BatchRunner, RunOptions, RunPace } from '../pipeline/batch/batch-runner.ts';
import { readBatch } from '../pipeline/batch/change-batch.ts';
import { prepareBatch } from '../pipeline/batch/prepare-batch.ts';
import { publishRequests, type Spread } from '../pipeline/batch/publish-requests.ts';
import { Unavailable } from '../platform/unavailable.ts';
import type { BatchRunnerDeps } from './batch-runner-deps.ts';
import { republishRequests } from './republish-requests.ts';

const LEASE_MS = 15_000;
const TICK_MS = 1_000;
/** Between two slices of a batch that is to be watched. */
const SLICE_MS = 200;
const RETRIES_OF_A_STEP = 5;
const UNFINISHED = ['preparing', 'open', 'consolidating'] as const satisfies readonly CurrentBatch['state'][];

/** Takes batches to their end: each by one run at a time, which holds its lease; whoever asks for the same one meanwhile follows that. */
export function batchRunner(deps: BatchRunnerDeps): BatchRunner {
  const underWay = new Map<string, RunUnderWay>();

  /** The run of this process. */
  async function lead(batchId: string, { onProgress, ...options }: RunOptions): Promise<CurrentBatch | undefined> {
    const listeners = new Set(onProgress === undefined ? [] : [onProgress]);
    const tellAll: Progress = (completed, expected) => {
      for (const tell of listeners) tell(completed, expected);
    };
    const work = runOrFollow(deps, batchId, { ...options, onProgress: tellAll });
    underWay.set(batchId, { listeners, over: work.then(nothing, nothing) });
    try {
      return await work;
    } finally {
      underWay.delete(batchId);
    }
  }

  return {
    async run(batchId, options = {}) {
      await deps.hold();
      for (;;) {
        const known = underWay.get(batchId);
        const ended =
          known === undefined ? await lead(batchId, options) : await follow(deps, batchId, { known, options });
        if (ended !== undefined) return ended;
      }
    },
    async unfinished() {
      const found = await Promise.all(
        UNFINISHED.map((state) => deps.store.query({ collection: BATCHES }, { where: [['state', '==', state]] })),
      );
      return found.flat().map(({ id }) => id);
    },
    stop: () => deps.workers.stop(),
  };
}

type Progress = NonNullable<RunOptions['onProgress']>;

interface RunUnderWay {
  readonly listeners: Set<Progress>;
  /** Resolves however the run ended. */
  readonly over: Promise<void>;
}

/** Who asks again is not a crash, so nothing is published again. Undefined when the batch is not at its end after that run. */
async function follow(
  { store }: BatchRunnerDeps,
  batchId: string,
  { known, options: { onProgress } }: { readonly known: RunUnderWay; readonly options: RunOptions },
): Promise<CurrentBatch | undefined> {
  if (onProgress !== undefined) known.listeners.add(onProgress);
  await known.over;
  return endedOnly(await readBatch(store, batchId));
}

function endedOnly(batch: CurrentBatch | undefined): CurrentBatch | undefined {
  return batch?.state === 'done' || batch?.state === 'failed' ? batch : undefined;
}

function nothing(): void {
  // How it ended is told to who leads the run.
}

/** Undefined while the batch is not at its end: another process has its lease, or had it meanwhile. */
async function runOrFollow(
  deps: BatchRunnerDeps,
  batchId: string,
  options: RunOptions,
): Promise<CurrentBatch | undefined> {
  const { store, instanceId: holder, otherHolders } = deps;
  const decision = await acquireLease(store, { name: `batch-${batchId}`, holder, leaseMs: LEASE_MS, otherHolders });
  if (decision.type === 'acquired') return runHolding(deps, { batchId, lease: decision.lease, options });
  const ended = endedOnly(await readBatch(store, batchId));
  if (ended === undefined) await pause(TICK_MS);
  return ended;
}

interface Run {
  readonly batchId: string;
  readonly lease: Lease;
  readonly options: RunOptions;
}

/** Undefined when another process has the lease by now: the batch is its. */
async function runHolding(deps: BatchRunnerDeps, run: Run): Promise<CurrentBatch | undefined> {
  const stopping = new AbortController();
  const renewing = setInterval(() => void renewOrStop(deps, run, stopping), LEASE_MS / 3);
  try {
    await deps.workers.start();
    const publish = await begin(deps, run);
    return await driveAndPublish(deps, { ...run, stopping }, publish);
  } finally {
    clearInterval(renewing);
    await letGo(deps, run);
  }
}

async function renewOrStop({ store, log }: BatchRunnerDeps, { batchId, lease }: Run, stopping: AbortController) {
  try {
    if ((await renewLease(store, lease)) === 'renewed') return;
    log.warn({ batchId }, 'another process has the lease of a batch; it goes on there');
    stopping.abort();
  } catch (error) {
    log.warn({ batchId, error }, 'batch lease not renewed');
  }
}

/** What came of the batch is known by now and counts; a lease that cannot be given back ends by itself. */
async function letGo({ store, log }: BatchRunnerDeps, { batchId, lease }: Run): Promise<void> {
  await releaseLease(store, lease).catch((error: unknown) => log.warn({ batchId, error }, 'batch lease not released'));
}

interface Stoppable extends Run {
  readonly stopping: AbortController;
}

/** Both at once; when one of them fails the other ends, too, so that nothing goes on behind a run that has answered. */
async function driveAndPublish(
  deps: BatchRunnerDeps,
  run: Stoppable,
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
 * A batch that was being prepared starts over; the requests of an open one are published again. Answers with what is still to be published
 * for the first time, while the batch is driven already.
 */
async function begin(deps: BatchRunnerDeps, { batchId, options }: Run): Promise<() => Promise<void>> {
  const batch = await readBatch(deps.store, batchId);
  if (batch === undefined) throw new Error(`There is no batch ${batchId} to run`);
  if (batch.state === 'open') await republishRequests(deps, batch);
  if (batch.state !== 'preparing') return alreadyOut;
  await retried(() => prepareBatch(deps, batch));
  const open = await readBatch(deps.store, batchId);
  return open?.state === 'open' ? () => publishRequests(deps, open, spreadOf(options.pace)) : alreadyOut;
}

function alreadyOut(): Promise<void> {
  return Promise.resolve();
}

async function driveToEnd(
  deps: BatchRunnerDeps,
  { batchId, options, stopping }: Stoppable,
): Promise<CurrentBatch | undefined> {
  while (!stopping.signal.aborted) {
    const before = deps.outcomes.committed(batchId);
    const advance = await retried(() => advanceBatch(deps, batchId));
    if (advance.type === 'ended') return advance.batch;
    options.onProgress?.(advance.expected - advance.missing, advance.expected);
    await deps.outcomes.reached({ batchId, target: before + advance.missing, withinMs: TICK_MS });
  }
  return undefined;
}

/** Publishes slice after slice, with a pause between two. */
function spreadOf(pace: RunPace | undefined): Spread | undefined {
  if (pace === undefined || pace === 'at-once') return undefined;
  const slices = Math.ceil(pace.spreadMs / SLICE_MS);
  return { slices, pause: () => pause(SLICE_MS) };
}

/** The world's failures are retried with growing pauses; after the last the batch stays as it is, for the next run. */
function retried<T>(step: () => Promise<T>): Promise<T> {
  return pRetry(step, {
    retries: RETRIES_OF_A_STEP,
    shouldRetry: ({ error }) => error instanceof Unavailable,
  });
}
