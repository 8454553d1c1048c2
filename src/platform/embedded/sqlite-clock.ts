import { MAX_CLOCK_LEAD_MS } from '../store-clock.ts';

const MAX_LEAD_MICROS = MAX_CLOCK_LEAD_MS * 1_000;

/** Computes the store clock's time within one process. Times are counted in microseconds from 1970 on. */
export interface SqliteClock {
  /** The machine's clock. It may run backwards. */
  machineNow(): number;
  /**
   * Returns the current time. It is later than `tick`, the time of a commit, and not earlier than any time that
   * `report` returned.
   */
  after(tick: number): number;
  /**
   * Returns the current time and remembers it. It is later than `tick`, the time of a commit. Later calls never return
   * an earlier time.
   */
  report(tick: number): number;
}

export function sqliteClock(nowMicros: () => number): SqliteClock {
  let lastReported = 0;
  const machineNow = () => Math.floor(nowMicros());
  const after = (tick: number) => {
    const next = Math.max(machineNow(), tick + 1);
    // A reported time far in the future is from before a repair of the store's clock, so it is ignored.
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
