const FIRST_MS = 250;
const LONGEST_MS = 4_000;

/** The delay before the next reconnect: short at first, then longer. */
export function retryDelayMs(attempt: number): number {
  return Math.min(FIRST_MS * 2 ** attempt, LONGEST_MS);
}
