import type { App } from '../app.ts';

/** A job: work that the clock starts. It is safe to run twice, and a lease lets one instance at a time run it. */
export interface Job {
  /** Kebab-case; also the id of its state document. */
  readonly name: string;
  /** What it does, as one imperative sentence. */
  readonly summary: string;
  /** Cron patterns with five fields, in New York time. The job is due at every time that one of them names. */
  readonly due: readonly string[];
  /** A due time that was missed for longer than this is skipped instead of caught up. */
  readonly catchUpWithinMs: number;
  /**
   * Does the work of one due time and resolves to a sentence that says what it did. `Unavailable` and other errors count as failures of the
   * world and are retried; a `Problem` is final.
   */
  run(app: App, due: Date): Promise<string>;
}
