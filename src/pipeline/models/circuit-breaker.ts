const FAILURES_TO_OPEN = 5;
const SUCCESSES_TO_CLOSE = 2;
const OPEN_MS = 30 * 60_000;

/** What is known of a model's latest answers. */
export type Breaker =
  | { readonly state: 'closed'; readonly failures: number }
  | { readonly state: 'open'; readonly untilMs: number }
  | { readonly state: 'half-open'; readonly successes: number };

export const CLOSED: Breaker = { state: 'closed', failures: 0 };

/**
 * A model that failed five times in a row is not asked for 30 minutes; then it is tried again, two successes in a row make it trusted and a
 * failure opens it once more (domain 1.10). A failure is a throw, or an answer that is no number; a model that is absent neither fails nor
 * succeeds.
 */
export function afterAnswer(breaker: Breaker, answer: 'success' | 'failure', now: Date): Breaker {
  const current = breakerAt(breaker, now);
  switch (current.state) {
    case 'open':
      return current;
    case 'closed':
      if (answer === 'success') return CLOSED;
      return current.failures + 1 < FAILURES_TO_OPEN ? { ...current, failures: current.failures + 1 } : opened(now);
    case 'half-open':
      if (answer === 'failure') return opened(now);
      return current.successes + 1 < SUCCESSES_TO_CLOSE ? { ...current, successes: current.successes + 1 } : CLOSED;
  }
}

/** An open breaker is half open when its time is over, and when more is left of it than it ever had: then the clock was set back. */
export function breakerAt(breaker: Breaker, now: Date): Breaker {
  if (breaker.state !== 'open') return breaker;
  const leftMs = breaker.untilMs - now.getTime();
  return leftMs > 0 && leftMs <= OPEN_MS ? breaker : { state: 'half-open', successes: 0 };
}

function opened(now: Date): Breaker {
  return { state: 'open', untilMs: now.getTime() + OPEN_MS };
}
