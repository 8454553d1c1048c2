import type { CurrentBatch } from '../documents/batch-document.ts';

/**
 * How a batch publishes its prediction requests: all together, or spread over some time so that people can watch the
 * progress.
 */
export type RequestPacing = 'at-once' | { readonly spreadMs: number };

export interface RunOptions {
  /**
   * The batch runner calls this function with the number of players who have an outcome and the number of all players.
   * `waitsFor` names the problem when the batch waits because a store or its disk cannot be used.
   */
  readonly onProgress?: (completed: number, expected: number, waitsFor?: string) => void;
  readonly pacing?: RequestPacing;
}

/** Runs batches until they are done or failed. A batch may be in any state when its run begins. */
export interface BatchRunner {
  /** Runs a batch until it is done or failed. If any process is already running the batch, the call joins that run. */
  run(batchId: string, options?: RunOptions): Promise<CurrentBatch>;
  /** Returns the ids of the batches that have not ended. */
  unfinished(): Promise<readonly string[]>;
  /**
   * Returns a sentence that says which store or disk the batches of this process wait for. Returns undefined when no
   * batch waits.
   */
  waitsFor(): string | undefined;
  /**
   * Ends the runs of this process between two of their steps, and releases their leases, so that another process can
   * continue the batches at once. These runs throw `ProcessStopping`, and so does every later call of `run`. Resolves
   * when the runs have ended.
   */
  stopLeading(): Promise<void>;
  /**
   * Stops the batch runner after the requests in flight have been answered. The next `run` continues unfinished
   * batches.
   */
  stop(): Promise<void>;
}

/** Returns the name of a lease. The process that runs a batch holds this lease. */
export function batchLeaseName(batchId: string): string {
  return `batch-${batchId}`;
}
