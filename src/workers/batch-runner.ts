import type { BatchRunner, RunOptions } from '../pipeline/batch/batch-runner.ts';
import { readBatch } from '../pipeline/batch/read-batch.ts';
import type { CurrentBatch } from '../pipeline/documents/batch-document.ts';
import { ProcessStopping } from '../platform/process-stopping.ts';
import type { BatchRunnerDeps } from './batch-runner-deps.ts';
import { endedOnly, type LeadDeps, leadBatch } from './lead-batch.ts';
import { stoppableStore } from './stoppable-store.ts';
import { storeThroughOutages } from './store-through-outages.ts';
import { unfinishedBatches } from './unfinished-batches.ts';

/**
 * Runs batches to their end. One run at a time holds the lease of a batch; other callers join that run. While a store or its disk cannot be
 * used, the runs wait.
 */
export function batchRunner(given: BatchRunnerDeps): BatchRunner {
  const { store: leaseStore, outages } = given;
  const stopping = new AbortController();
  const deps: LeadDeps = {
    ...given,
    leaseStore,
    store: storeThroughOutages(leaseStore, outages),
    stopping: stopping.signal,
  };
  const running = new Map<string, RunInProgress>();

  /** Runs the batch in this process and reports its progress to all callers that join. */
  async function lead(batchId: string, { onProgress, ...options }: RunOptions): Promise<CurrentBatch | undefined> {
    const listeners = new Set(onProgress === undefined ? [] : [onProgress]);
    let [done, all] = [0, 0];
    const notifyAll: ProgressListener = (completed, expected, waiting) => {
      [done, all] = [completed, expected];
      for (const notify of listeners) notify(completed, expected, waiting);
    };
    const patient = storeThroughOutages(leaseStore, outages, (reason) => notifyAll(done, all, reason));
    const store = stoppableStore(patient, stopping.signal);
    const work = leadBatch({ ...deps, store }, batchId, { ...options, onProgress: notifyAll });
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
        stopping.signal.throwIfAborted();
        const run = running.get(batchId);
        const batch = run === undefined ? await lead(batchId, options) : await join(deps, batchId, { run, options });
        if (batch !== undefined) return batch;
      }
    },
    unfinished: () => unfinishedBatches(leaseStore),
    waitsFor: outages.reason,
    stopLeading: async () => {
      stopping.abort(new ProcessStopping());
      outages.stop();
      await Promise.all([...running.values()].map(({ ended }) => ended));
    },
    stop: async () => await deps.workers?.stop(),
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

function ignore(): void {
  // The caller that started the run of the batch gets its result or its error.
}
