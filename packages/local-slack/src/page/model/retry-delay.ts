const FIRST_MS = 250;
const LONGEST_MS = 4_000;

/** How long to wait before connecting again: at once in a person's eyes, then ever less often. */
export function retryDelayMs(attempt: number): number {
  return Math.min(FIRST_MS * 2 ** attempt, LONGEST_MS);
}
