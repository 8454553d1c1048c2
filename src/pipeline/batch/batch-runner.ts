import type { CurrentBatch } from './batch-document.ts';

/** Takes batches to their end, from whatever point they stand at. */
export interface BatchRunner {
  /**
   * Runs the batch until it is done or failed; when another process runs it, follows that. `onProgress` is told how many players have an
   * outcome.
   */
  run(batchId: string, onProgress: (completed: number, expected: number) => void): Promise<CurrentBatch>;
  /** The batches that are not at their end. */
  unfinished(): Promise<readonly string[]>;
  /** Waits for the requests in flight; a batch that is not at its end goes on at the next `run`. */
  stop(): Promise<void>;
}
