import { setTimeout as pause } from 'node:timers/promises';
import pLimit from 'p-limit';

const FIRST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 25;

interface LockWait {
  readonly isLocked: (failure: unknown) => boolean;
  /** The time in milliseconds that a call waits for a locked file before it fails. */
  readonly limitMs: number;
}

/**
 * Returns a function that repeats an attempt while another program has the SQLite file locked. SQLite's own busy
 * timeout would stop the event loop, and with it every other request. The calls wait in a line, and only the first of
 * them tries. The pauses are random, so that two programs that wait for the same lock do not collide again.
 */
export function lockWaiter({ isLocked, limitMs }: LockWait): <R>(attempt: () => R) => Promise<R> {
  const inLine = pLimit(1);
  let latest: unknown;

  function tryOnce<R>(attempt: () => R): { readonly result: R } | 'locked' {
    try {
      return { result: attempt() };
    } catch (failure) {
      if (!isLocked(failure)) throw failure;
      latest = failure;
      return 'locked';
    }
  }

  async function retry<R>(attempt: () => R, giveUpAt: number): Promise<R> {
    for (
      let longest = FIRST_PAUSE_MS;
      performance.now() < giveUpAt;
      longest = Math.min(LONGEST_PAUSE_MS, longest * 2)
    ) {
      const tried = tryOnce(attempt);
      if (tried !== 'locked') return tried.result;
      await pause(longest * (0.5 + Math.random() / 2));
    }
    throw latest;
  }

  return async (attempt) => {
    const giveUpAt = performance.now() + limitMs;
    const tried = inLine.activeCount > 0 ? 'locked' : tryOnce(attempt);
    return tried === 'locked' ? await inLine(() => retry(attempt, giveUpAt)) : tried.result;
  };
}
