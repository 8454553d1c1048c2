import { setTimeout as pause } from 'node:timers/promises';
import pLimit from 'p-limit';

const FIRST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 25;
/** The time in milliseconds that a call waits for a file that earlier calls found locked for the whole limit. */
const LATER_WAIT_MS = 250;

interface LockWait {
  readonly isLocked: (failure: unknown) => boolean;
  /** The time in milliseconds that a call waits for a locked file before it fails. */
  readonly limitMs: number;
}

/**
 * Returns a function that repeats an attempt while another program has the SQLite file locked. SQLite's own busy
 * timeout would stop the event loop, and with it every other request. The calls wait in a line, and only the first of
 * them tries. The pauses are random, so that two programs that wait for the same lock do not collide again. After one
 * call has waited in vain, later calls wait only briefly, because changes that run one after the other would otherwise
 * add up their waits.
 */
export function lockWaiter({ isLocked, limitMs }: LockWait): <R>(attempt: () => R) => Promise<R> {
  const inLine = pLimit(1);
  let latest: unknown;
  let hasWaitedInVain = false;

  function tryOnce<R>(attempt: () => R): { readonly result: R } | 'locked' {
    try {
      const result = attempt();
      hasWaitedInVain = false;
      return { result };
    } catch (failure) {
      if (!isLocked(failure)) {
        hasWaitedInVain = false;
        throw failure;
      }
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
    hasWaitedInVain = true;
    throw latest;
  }

  return async (attempt) => {
    const giveUpAt = performance.now() + (hasWaitedInVain ? Math.min(LATER_WAIT_MS, limitMs) : limitMs);
    const tried = inLine.activeCount > 0 ? 'locked' : tryOnce(attempt);
    return tried === 'locked' ? await inLine(() => retry(attempt, giveUpAt)) : tried.result;
  };
}
