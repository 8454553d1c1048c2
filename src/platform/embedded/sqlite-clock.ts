import { MAX_CLOCK_LEAD_MS } from '../store-clock.ts';

const MAX_LEAD_MICROS = MAX_CLOCK_LEAD_MS * 1_000;

/** One process's view of the store's clock. All times are epoch microseconds. */
export interface SqliteClock {
  /** The machine's clock. It may run backwards. */
  machineNow(): number;
  /** Returns a time later than this tick and not earlier than any reported time. */
  after(tick: number): number;
  /** Like `after`, and remembers the time as reported. */
  report(tick: number): number;
}

export function sqliteClock(nowMicros: () => number): SqliteClock {
  let lastReported = 0;
  const machineNow = () => Math.floor(nowMicros());
  const after = (tick: number) => {
    const next = Math.max(machineNow(), tick + 1);
    // A reported time far ahead of both clocks is older than a repair of the clock, which another process may have made. It is ignored.
    return lastReported > next + MAX_LEAD_MICROS ? next : Math.max(next, lastReported);
  };
  return {
    machineNow,
    after,
    report: (tick) => {
      lastReported = after(tick);
      return lastReported;
    },
  };
}
