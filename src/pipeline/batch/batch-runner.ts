import type { CurrentBatch } from './batch-document.ts';

/** How the requests of a batch go out: all at once, or spread over some time so that people can watch it fill. */
export type RunPace = 'at-once' | { readonly spreadMs: number };

export interface RunOptions {
  /** Told how many players have an outcome. */
  readonly onProgress?: (completed: number, expected: number) => void;
  readonly pace?: RunPace;
}

/** Takes batches to their end, from whatever point they stand at. */
export interface BatchRunner {
  /** Runs the batch until it is done or failed; follows a run of it that is under way, here or in another process. */
  run(batchId: string, options?: RunOptions): Promise<CurrentBatch>;
  /** The batches that are not at their end. */
  unfinished(): Promise<readonly string[]>;
  /** Waits for the requests in flight; a batch that is not at its end goes on at the next `run`. */
  stop(): Promise<void>;
}
