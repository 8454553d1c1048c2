import { setTimeout as pause } from 'node:timers/promises';
import pRetry from 'p-retry';
import { acquireLease } from '../coordination/leases/acquire-lease.ts';
import { releaseLease, renewLease } from '../coordination/leases/keep-lease.ts';
import type { Lease } from '../coordination/leases/lease.ts';
import { advanceBatch } from '../pipeline/batch/advance-batch.ts';
import { BATCHES, type CurrentBatch } from '../pipeline/batch/batch-document.ts';
import type { BatchRunner } from '../pipeline/batch/batch-runner.ts';
import { readBatch } from '../pipeline/batch/change-batch.ts';
import { prepareBatch } from '../pipeline/batch/prepare-batch.ts';
import { publishRequests } from '../pipeline/batch/publish-requests.ts';
import { Unavailable } from '../platform/unavailable.ts';
import type { BatchRunnerDeps } from './batch-runner-deps.ts';
import { republishRequests } from './republish-requests.ts';

const LEASE_MS = 15_000;
const TICK_MS = 1_000;
const RETRIES_OF_A_STEP = 5;

export function batchRunner(deps: BatchRunnerDeps): BatchRunner {
  return {
    async run(batchId, onProgress) {
      await deps.hold();
      for (;;) {
        const decision = await acquireLease(deps.store, {
          name: `batch-${batchId}`,
          holder: deps.instanceId,
          leaseMs: LEASE_MS,
          otherHolders: deps.otherHolders,
        });
        if (decision.type === 'acquired') return runHolding(deps, { batchId, lease: decision.lease, onProgress });
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
  readonly onProgress: (completed: number, expected: number) => void;
}

async function runHolding(deps: BatchRunnerDeps, run: Run): Promise<CurrentBatch> {
  const renewing = setInterval(() => {
    renewLease(deps.store, run.lease).catch((error: unknown) =>
      deps.log.warn({ batchId: run.batchId, error }, 'batch lease not renewed'),
    );
  }, LEASE_MS / 3);
  try {
    await begin(deps, run.batchId);
    return await driveToEnd(deps, run);
  } finally {
    clearInterval(renewing);
    await releaseLease(deps.store, run.lease);
  }
}

/** A batch that was being prepared starts over and is published for the first time; the requests of an open one are published again. */
async function begin(deps: BatchRunnerDeps, batchId: string): Promise<void> {
  const batch = await readBatch(deps.store, batchId);
  if (batch === undefined) throw new Error(`There is no batch ${batchId} to run`);
  if (batch.state === 'preparing') {
    await retried(() => prepareBatch(deps, batch));
    const open = await readBatch(deps.store, batchId);
    if (open?.state !== 'open') return;
    await deps.workers.start();
    await publishRequests(deps, open);
  } else if (batch.state === 'open') {
    await deps.workers.start();
    await republishRequests(deps, batch);
  }
}

async function driveToEnd(deps: BatchRunnerDeps, { batchId, onProgress }: Run): Promise<CurrentBatch> {
  for (;;) {
    const before = deps.outcomes.committed(batchId);
    const advance = await retried(() => advanceBatch(deps, batchId));
    if (advance.type === 'ended') return advance.batch;
    onProgress(advance.expected - advance.missing, advance.expected);
    await deps.outcomes.reached({ batchId, target: before + advance.missing, withinMs: TICK_MS });
  }
}

/** The world's failures are retried with growing pauses; after the last the batch stays as it is, for the next run. */
function retried<T>(step: () => Promise<T>): Promise<T> {
  return pRetry(step, {
    retries: RETRIES_OF_A_STEP,
    shouldRetry: ({ error }) => error instanceof Unavailable,
  });
}
