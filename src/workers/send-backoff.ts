/** Slack allows about one edit of a message per second. */
const MIN_GAP_MS = 1_000;
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 30_000;
/** A person has to remove the cause of a refusal, so frequent attempts are of no use. */
const REFUSED_RETRY_MS = 10 * 60_000;

/** The earliest time at which a post, a channel or the whole chat may be tried again. */
export interface SendBackoff {
  /** Milliseconds since 1970, by the clock of this process. */
  readonly notBeforeMs: number;
  /** The length of the backoff. */
  readonly waitMs: number;
  /** The number of failed attempts to send in a row. */
  readonly failures: number;
}

export const NO_BACKOFF: SendBackoff = { notBeforeMs: 0, waitMs: 0, failures: 0 };

/** Returns whether the backoff has ended. If more than its length is left, the clock was set back, and the post is not delayed. */
export function mayBeSent({ notBeforeMs, waitMs }: SendBackoff, now: Date): boolean {
  const leftMs = notBeforeMs - now.getTime();
  return leftMs <= 0 || leftMs > waitMs;
}

export function afterSuccess(now: Date): SendBackoff {
  return backoff(now, MIN_GAP_MS, 0);
}

export function afterFailure({ failures }: SendBackoff, now: Date): SendBackoff {
  return backoff(now, Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** failures), failures + 1);
}

/** Returns the backoff after the chat limited the rate of a channel. */
export function afterRateLimit(now: Date, retryAfterMs: number): SendBackoff {
  return backoff(now, retryAfterMs, 0);
}

/** Returns the backoff after the chat refused the channel or the app. */
export function afterRefusal(now: Date): SendBackoff {
  return backoff(now, REFUSED_RETRY_MS, 0);
}

function backoff(now: Date, waitMs: number, failures: number): SendBackoff {
  return { notBeforeMs: now.getTime() + waitMs, waitMs, failures };
}
