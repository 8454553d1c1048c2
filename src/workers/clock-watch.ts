import { announceClock } from '../coordination/clock/clock-alert.ts';
import type { DocumentStore } from '../platform/document-store.ts';
import type { Log } from '../platform/log.ts';
import type { StoreClock } from '../platform/store-clock.ts';
import { type Poller, poller } from './poller.ts';

const NAME = 'clock-watch';
const EVERY_MS = 10_000;

export interface ClockWatchDeps {
  readonly store: DocumentStore;
  readonly storeClock: StoreClock;
  readonly log: Log;
}

export interface ClockWatch extends Poller {
  /** Runs one poll, which compares the store's clock with the machine's clock. */
  tick(): Promise<void>;
}

/**
 * Creates the watch that announces in the channel when the store's clock runs ahead of the machine's clock, and when it
 * is right again.
 */
export function clockWatch({ store, storeClock, log }: ClockWatchDeps): ClockWatch {
  const tick = async () => {
    const reading = await storeClock.read();
    const changed = await announceClock(store, reading);
    if (changed === 'ahead') log.error({ reading }, "the store's clock is ahead of the machine's clock");
  };
  return { tick, ...poller({ name: NAME, everyMs: EVERY_MS, poll: tick, log }) };
}
