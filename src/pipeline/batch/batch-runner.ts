import type { CurrentBatch } from '../documents/batch-document.ts';

/** How the requests of a batch are published: all at once, or spread over a time so that people can watch the progress. */
export type RequestPacing = 'at-once' | { readonly spreadMs: number };

export interface RunOptions {
  /** Called with the number of players who have an outcome. `waitsFor` says why the batch waits, when a store or its disk cannot be used. */
  readonly onProgress?: (completed: number, expected: number, waitsFor?: string) => void;
  readonly pacing?: RequestPacing;
}

/** Runs batches to their end, from any state they are in. */
export interface BatchRunner {
  /** Runs the batch until it is done or failed. Joins a run that is in progress, in this process or another one. */
  run(batchId: string, options?: RunOptions): Promise<CurrentBatch>;
  /** The ids of the batches that have not ended. */
  unfinished(): Promise<readonly string[]>;
  /** Why the batches of this process wait at the moment, as a sentence: a store or its disk cannot be used. Undefined when none waits. */
  waitsFor(): string | undefined;
  /** Waits for the requests in flight. A batch that has not ended continues at the next `run`. */
  stop(): Promise<void>;
}
