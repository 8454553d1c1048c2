const MINUTE_MS = 60_000;
const MAX_FAILURES = 5;
const LONGEST_PAUSE_MS = 10 * MINUTE_MS;

/**
 * Returns how long to wait after this many failures of a job in a row, in milliseconds: 1, 2, 4 and 8 minutes. Returns
 * undefined from the fifth failure on: the job then waits for its next due time, and an incident tells people.
 */
export function retryPause(failures: number): number | undefined {
  if (failures >= MAX_FAILURES) return undefined;
  return Math.min(MINUTE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
}

/**
 * Whether the retry of a failed job is due. If the planned time is further away than the longest pause, a wrong clock
 * planned it, so the retry is due immediately.
 */
export function isRetryDue(retryAt: Date, now: Date): boolean {
  const waitMs = retryAt.getTime() - now.getTime();
  return waitMs <= 0 || waitMs > LONGEST_PAUSE_MS;
}
