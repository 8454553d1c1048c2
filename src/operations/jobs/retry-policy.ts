const MINUTE_MS = 60_000;
const MAX_FAILURES = 5;
const LONGEST_PAUSE_MS = 10 * MINUTE_MS;

/**
 * How long to wait after a job has failed this many times in a row, in milliseconds: 1, 2, 4 and 8 minutes. Undefined after the fifth
 * failure: the job then waits for its next due time, and an incident tells people.
 */
export function retryPause(failures: number): number | undefined {
  if (failures >= MAX_FAILURES) return undefined;
  return Math.min(MINUTE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
}

/** Whether a retry is due. A retry further ahead than the longest pause was planned by a clock that was wrong, so it is due at once. */
export function isRetryDue(retryAt: Date, now: Date): boolean {
  const waitMs = retryAt.getTime() - now.getTime();
  return waitMs <= 0 || waitMs > LONGEST_PAUSE_MS;
}
