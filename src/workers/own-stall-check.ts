import { checkOwnBatch, type SweepDeps } from '../pipeline/batch/sweep-stalls.ts';

const EVERY_MS = 60_000;

/** Examines the batch for a stall once a minute. A failed examination is logged, and the batch continues. */
export function ownStallCheck(deps: Omit<SweepDeps, 'runner'>, batchId: string): () => Promise<void> {
  let checkedAt = deps.now().getTime();
  return async () => {
    if (deps.now().getTime() < checkedAt + EVERY_MS) return;
    checkedAt = deps.now().getTime();
    await checkOwnBatch(deps, batchId).catch((error: unknown) =>
      deps.log.warn({ batchId, error }, 'stall check failed'),
    );
  };
}
