import type { Clock } from '../src/clock.ts';

const START_MS = Date.UTC(2026, 10, 23, 18);

export interface TestClock extends Clock {
  /** Lets time pass, and runs what was to happen meanwhile. */
  pass(ms: number): void;
  /** In how many milliseconds each thing is to happen that waits for it. */
  due(): readonly number[];
}

/** Time that stands still until it is told to pass. */
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
