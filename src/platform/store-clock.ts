import type { Instant } from './instant.ts';

/**
 * The largest accepted lead of the store's clock over the machine's clock. A larger lead means that the store was
 * written with a wrong clock. The machine's clock soon catches up with a smaller lead.
 */
export const MAX_CLOCK_LEAD_MS = 60_000;

/** The store's clock compared with the clock of this machine. */
export interface ClockReading {
  readonly store: Instant;
  readonly machine: Instant;
  /**
   * With `ahead`, the store's clock leads the machine's clock by more than `MAX_CLOCK_LEAD_MS`, so timeouts do not run
   * until the machine's clock catches up.
   */
  readonly state: 'right' | 'ahead';
}

interface ClockRepair extends ClockReading {
  /** The number of documents whose times a repair of the clock moved back. */
  readonly documents: number;
}

/** The clock of the document store. It is set back only by `repair`. */
export interface StoreClock {
  read(): Promise<ClockReading>;
  /**
   * Sets the store's clock to the machine's clock, in one transaction. Times in documents that were written with the
   * wrong clock move back by the same amount, so that their order and their differences stay. Changes nothing when the
   * clock is right. Resolves to the state before the repair.
   */
  repair(): Promise<ClockRepair>;
}
