import type { Clock } from '../src/clock.ts';

const START_MS = Date.UTC(2026, 10, 23, 18);

export interface TestClock extends Clock {
  /** Advances the clock and runs the timers that are due. */
  pass(ms: number): void;
  /** The delays of the pending timers, in milliseconds. */
  due(): readonly number[];
}

/** A clock that advances only on demand. */
export function testClock(): TestClock {
  let now = START_MS;
  const timers = new Set<{ at: number; run: () => void }>();
  return {
    now: () => now,
    after: (ms, run) => {
      const timer = { at: now + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    due: () => [...timers].map(({ at }) => at - now),
    pass: (ms) => {
      now += ms;
      for (const timer of [...timers].filter(({ at }) => at <= now)) {
        timers.delete(timer);
        timer.run();
      }
    },
  };
}
