import { setTimeout as pause } from 'node:timers/promises';
import { isFree, LEASES } from '../coordination/leases/lease.ts';
import { type BatchRunner, batchLeaseName, type RunOptions } from '../pipeline/batch/batch-runner.ts';
import { countByStatus } from '../pipeline/batch/count-by-status.ts';
import { readBatch } from '../pipeline/batch/read-batch.ts';
import type { CurrentBatch } from '../pipeline/documents/batch-document.ts';
import type { DocumentStore } from '../platform/document-store.ts';
import { ProcessStopping } from '../platform/process-stopping.ts';
import { endedOnly } from './lead-batch.ts';
import { unfinishedBatches } from './unfinished-batches.ts';

const POLL_MS = 1_000;
/** A process with the role jobs takes a new batch within seconds, and that of a killed process within 15 seconds. */
const EXPECTED_WITHIN_MS = 30_000;
const NOBODY_RUNS_IT = 'No process runs it. Start one with `tipoff serve --role jobs`.';

export interface BatchFollowerDeps {
  readonly store: DocumentStore;
  readonly now: () => Date;
  /** The pause between two looks at a batch; one second by default. */
  readonly pollMs?: number;
}

/**
 * The batch runner of a process that runs no batches itself, such as one with the role bot. The processes with the role
 * jobs run every unfinished batch that they find, so a run only follows the batch until it ends.
 */
export function batchFollower(deps: BatchFollowerDeps): BatchRunner {
  const stopping = new AbortController();
  const waits = new Map<string, string | undefined>();

  async function follow(batchId: string, { onProgress }: RunOptions): Promise<CurrentBatch> {
    const reasonToWait = leaderCheck(deps, batchId);
    for (;;) {
      stopping.signal.throwIfAborted();
      const batch = await existingBatch(deps.store, batchId);
      const ended = endedOnly(batch);
      if (ended !== undefined) return ended;
      const reason = await reasonToWait();
      waits.set(batchId, reason);
      const { missing } = await countByStatus(deps.store, batchId);
      onProgress?.(batch.expected_players - missing, batch.expected_players, reason);
      await pause(deps.pollMs ?? POLL_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  return {
    run: async (batchId, options = {}) => {
      try {
        return await follow(batchId, options);
      } finally {
        waits.delete(batchId);
      }
    },
    unfinished: () => unfinishedBatches(deps.store),
    waitsFor: () => [...waits.values()].findLast((reason) => reason !== undefined),
    stopLeading: async () => stopping.abort(new ProcessStopping()),
    stop: () => Promise.resolve(),
  };
}

async function existingBatch(store: DocumentStore, batchId: string): Promise<CurrentBatch> {
  const batch = await readBatch(store, batchId);
  if (batch === undefined) throw new Error(`Batch ${batchId} does not exist and cannot be followed`);
  return batch;
}

/** Returns a function that says so when no process has run the batch for some time. */
function leaderCheck({ store, now }: BatchFollowerDeps, batchId: string): () => Promise<string | undefined> {
  let ledAt = now().getTime();
  return async () => {
    if (await isLed(store, batchId)) ledAt = now().getTime();
    return now().getTime() > ledAt + EXPECTED_WITHIN_MS ? NOBODY_RUNS_IT : undefined;
  };
}

async function isLed(store: DocumentStore, batchId: string): Promise<boolean> {
  const lease = await store.get({ collection: LEASES, id: batchLeaseName(batchId) });
  return lease !== undefined && !isFree(lease.data, await store.now());
}
