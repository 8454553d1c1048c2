const FAILURES_TO_OPEN = 5;
const SUCCESSES_TO_CLOSE = 2;
const OPEN_MS = 30 * 60_000;

/** The state of a model's circuit breaker. */
export type Breaker =
  | { readonly state: 'closed'; readonly failures: number }
  | { readonly state: 'open'; readonly untilMs: number }
  | { readonly state: 'half-open'; readonly successes: number };

export const CLOSED: Breaker = { state: 'closed', failures: 0 };

/**
 * After five failures in a row the breaker opens and the model is not called for 30 minutes. Then the model is tried again: two successes in a row
 * close the breaker, and a failure opens it again (domain 1.10). A failure is an exception or a result that is not a finite number. An absent
 * model counts as neither.
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

/**
 * An open breaker becomes half-open when its 30 minutes have passed. If more than 30 minutes are left, the clock was set back, and it also becomes
 * half-open.
 */
export function breakerAt(breaker: Breaker, now: Date): Breaker {
  if (breaker.state !== 'open') return breaker;
  const leftMs = breaker.untilMs - now.getTime();
  return leftMs > 0 && leftMs <= OPEN_MS ? breaker : { state: 'half-open', successes: 0 };
}

function opened(now: Date): Breaker {
  return { state: 'open', untilMs: now.getTime() + OPEN_MS };
}
