import { setTimeout as pause } from 'node:timers/promises';
import pRetry from 'p-retry';
import { acquireLease } from '../coordination/leases/acquire-lease.ts';
import { releaseLease, renewLease } from '../coordination/leases/keep-lease.ts';
import type { Lease } from '../coordination/leases/lease.ts';
import { advanceBatch } from '../pipeline/batch/advance-batch.ts';
import { BATCHES, type CurrentBatch } from '../pipeline/batch/batch-document.ts';
import type { BatchRunner, Pace, RunOptions } from '../pipeline/batch/batch-runner.ts';
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

export function batchRunner(deps: BatchRunnerDeps): BatchRunner {
  return {
    async run(batchId, options = {}) {
      await deps.hold();
      for (;;) {
        const decision = await acquireLease(deps.store, {
          name: `batch-${batchId}`,
          holder: deps.instanceId,
          leaseMs: LEASE_MS,
          otherHolders: deps.otherHolders,
        });
        if (decision.type === 'acquired') return runHolding(deps, { batchId, lease: decision.lease, options });
        const batch = await readBatch(deps.store, batchId);
        if (batch?.state === 'done' || batch?.state === 'failed') return batch;
        await pause(TICK_MS);
      }
    },
    async unfinished() {
      const batches = await deps.store.query({ collection: BATCHES }, {});
      return batches
        .filter(({ data }) => data.state === 'preparing' || data.state === 'open' || data.state === 'consolidating')
        .map(({ id }) => id);
    },
    stop: () => deps.workers.stop(),
  };
}

interface Run {
  readonly batchId: string;
  readonly lease: Lease;
  readonly options: RunOptions;
}

async function runHolding(deps: BatchRunnerDeps, run: Run): Promise<CurrentBatch> {
  const renewing = setInterval(() => {
    renewLease(deps.store, run.lease).catch((error: unknown) =>
      deps.log.warn({ batchId: run.batchId, error }, 'batch lease not renewed'),
    );
  }, LEASE_MS / 3);
  try {
    await deps.workers.start();
    const publish = await begin(deps, run);
    const [ended] = await Promise.all([driveToEnd(deps, run), publish()]);
    return ended;
  } finally {
    clearInterval(renewing);
    await releaseLease(deps.store, run.lease);
  }
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

async function driveToEnd(deps: BatchRunnerDeps, { batchId, options }: Run): Promise<CurrentBatch> {
  for (;;) {
    const before = deps.outcomes.committed(batchId);
    const advance = await retried(() => advanceBatch(deps, batchId));
    if (advance.type === 'ended') return advance.batch;
    options.onProgress?.(advance.expected - advance.missing, advance.expected);
    await deps.outcomes.reached({ batchId, target: before + advance.missing, withinMs: TICK_MS });
  }
}

/** Publishes slice after slice, with a pause between two. */
function spreadOf(pace: Pace | undefined): Spread | undefined {
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
