import { afterEach, expect, test, vi } from 'vitest';
import { lockWaiter } from '#src/platform/embedded/lock-waiter.ts';

const LOCKED = new Error('database is locked');
const LIMIT_MS = 1_000;
/** One attempt on a loaded machine. */
const ATTEMPT_MS = 100;

afterEach(() => void vi.useRealTimers());

test('after a call has waited in vain, the next call waits only briefly, however long an attempt takes', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const wait = lockWaiter({ isLocked: (failure) => failure === LOCKED, limitMs: LIMIT_MS });
  const waitedMs = async () => {
    const from = performance.now();
    const attempt = () => {
      vi.advanceTimersByTime(ATTEMPT_MS);
      throw LOCKED;
    };
    await expect(wait(attempt)).rejects.toBe(LOCKED);
    return performance.now() - from;
  };
  expect(await waitedMs()).toBeGreaterThanOrEqual(LIMIT_MS);
  expect(await waitedMs()).toBeLessThan(LIMIT_MS / 2);
  expect(await wait(() => 'unlocked')).toBe('unlocked');
  expect(await waitedMs()).toBeGreaterThanOrEqual(LIMIT_MS);
});
