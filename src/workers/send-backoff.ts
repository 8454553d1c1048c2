/** Slack allows about one edit of a message per second. */
const MIN_GAP_MS = 1_000;
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 30_000;

/** The earliest time at which a post, or the whole channel, may be tried again. */
export interface SendBackoff {
  /** Milliseconds since 1970, by the clock of this process. */
  readonly notBeforeMs: number;
  /** The number of failed attempts to send in a row. */
  readonly failures: number;
}

export const NO_BACKOFF: SendBackoff = { notBeforeMs: 0, failures: 0 };

/** Returns whether the backoff has ended. If more than `MAX_RETRY_MS` are left, the clock was set back, and the post is not delayed. */
export function mayBeSent({ notBeforeMs }: SendBackoff, now: Date): boolean {
  const leftMs = notBeforeMs - now.getTime();
  return leftMs <= 0 || leftMs > MAX_RETRY_MS;
}

export function afterSuccess(now: Date): SendBackoff {
  return { notBeforeMs: now.getTime() + MIN_GAP_MS, failures: 0 };
}

export function afterFailure({ failures }: SendBackoff, now: Date): SendBackoff {
  const waitMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** failures);
  return { notBeforeMs: now.getTime() + waitMs, failures: failures + 1 };
}
