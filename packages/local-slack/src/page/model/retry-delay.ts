const FIRST_MS = 250;
const LONGEST_MS = 4_000;

/** Returns the delay before the next reconnect, which doubles with each attempt up to a maximum. */
export function retryDelayMs(attempt: number): number {
  return Math.min(FIRST_MS * 2 ** attempt, LONGEST_MS);
}
