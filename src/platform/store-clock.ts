import type { Instant } from './instant.ts';

/** A store whose clock leads the machine's by more than this was written with a wrong clock. Smaller leads end soon without help. */
export const MAX_CLOCK_LEAD_MS = 60_000;

/** A comparison of the store's clock with the clock of this machine. */
export interface ClockReading {
  readonly store: Instant;
  readonly machine: Instant;
  /** `ahead`: the store leads by more than `MAX_CLOCK_LEAD_MS`, so times in the store do not pass until the machine's clock catches up. */
  readonly state: 'right' | 'ahead';
}

interface ClockRepair extends ClockReading {
  /** The documents whose times were moved back. */
  readonly documents: number;
}

/** The clock of the document store. Only `repair` sets it back. */
export interface StoreClock {
  read(): Promise<ClockReading>;
  /**
   * Sets the clock to the machine's, in one transaction. Later times in documents that were written with the wrong clock move back by the
   * same amount, so order and durations stay. Changes nothing while the clock is right. Resolves to the state before.
   */
  repair(): Promise<ClockRepair>;
}
