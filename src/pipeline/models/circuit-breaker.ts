const FAILURES_TO_OPEN = 5;
const SUCCESSES_TO_CLOSE = 2;
const OPEN_MS = 30 * 60_000;

export type Breaker =
  | { readonly state: 'closed'; readonly failures: number }
  | { readonly state: 'open'; readonly untilMs: number }
  | { readonly state: 'half-open'; readonly successes: number };

export const CLOSED: Breaker = { state: 'closed', failures: 0 };

/**
 * Returns the state of a model's circuit breaker after one answer of the model. After five failures in a row the
 * breaker opens, and the model is not called for 30 minutes. Then the model is tried again: two successes in a row
 * close the breaker, and a failure opens it again (domain notes 1.10). A failure is an exception or a result that is
 * not a finite number. A model without a prediction is neither a success nor a failure.
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
 * Returns the state of a model's circuit breaker at a given time. An open breaker becomes half-open after 30 minutes.
 * If the machine's clock was set back so that more than 30 minutes are left, the breaker becomes half-open immediately.
 */
export function breakerAt(breaker: Breaker, now: Date): Breaker {
  if (breaker.state !== 'open') return breaker;
  const leftMs = breaker.untilMs - now.getTime();
  return leftMs > 0 && leftMs <= OPEN_MS ? breaker : { state: 'half-open', successes: 0 };
}

function opened(now: Date): Breaker {
  return { state: 'open', untilMs: now.getTime() + OPEN_MS };
}
