import type { CurrentBatch } from '../documents/batch-document.ts';

/** How the requests of a batch are published: all at once, or spread over a time so that people can watch the progress. */
export type RequestPacing = 'at-once' | { readonly spreadMs: number };

export interface RunOptions {
  /** Called with the number of players who have an outcome. */
  readonly onProgress?: (completed: number, expected: number) => void;
  readonly pacing?: RequestPacing;
}

/** Runs batches to their end, from any state they are in. */
export interface BatchRunner {
  /** Runs the batch until it is done or failed. Joins a run that is in progress, in this process or another one. */
  run(batchId: string, options?: RunOptions): Promise<CurrentBatch>;
  /** The ids of the batches that have not ended. */
  unfinished(): Promise<readonly string[]>;
  /** Waits for the requests in flight. A batch that has not ended continues at the next `run`. */
  stop(): Promise<void>;
}

/** The lease of the process that runs a batch. */
export function batchLeaseName(batchId: string): string {
  return `batch-${batchId}`;
}
