import type { CurrentBatch } from '../documents/batch-document.ts';

/** How a batch publishes its requests: all together, or spread over some time so that people can watch the progress. */
export type RequestPacing = 'at-once' | { readonly spreadMs: number };

export interface RunOptions {
  /**
   * The batch runner calls this with the number of players who have an outcome and the number of all players. `waitsFor` says why the batch
   * waits, when a store or its disk cannot be used.
   */
  readonly onProgress?: (completed: number, expected: number, waitsFor?: string) => void;
  readonly pacing?: RequestPacing;
}

/** Runs batches to their end, whatever state they are in. */
export interface BatchRunner {
  /**
   * Runs a batch until it is done or failed. If this process or another one is already running the batch, the call
   * joins that run.
   */
  run(batchId: string, options?: RunOptions): Promise<CurrentBatch>;
  /** Returns the ids of the batches that have not ended. */
  unfinished(): Promise<readonly string[]>;
  /** Says in a sentence why the batches of this process wait: a store or its disk cannot be used. Undefined when no batch waits. */
  waitsFor(): string | undefined;
  /** Waits for the requests in flight, then stops. The next `run` continues a batch that has not ended. */
  stop(): Promise<void>;
}

/** The lease of the process that runs a batch. */
export function batchLeaseName(batchId: string): string {
  return `batch-${batchId}`;
}
