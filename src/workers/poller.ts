import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../platform/log.ts';

export interface Poller {
  /** Polls immediately and then at the interval, until `stop` is called. */
  start(): void;
  /** Stops polling. Resolves after the poll in progress has ended. */
  stop(): Promise<void>;
}

export interface PollerSettings {
  /** The name of the poller in the log. */
  readonly name: string;
  readonly everyMs: number;
  readonly poll: () => Promise<void>;
  readonly log: Log;
}

/** Runs one poll after the other. A failed poll is logged, and the next poll follows. */
export function poller({ name, everyMs, poll, log }: PollerSettings): Poller {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await poll().catch((error: unknown) => log.warn({ name, error }, 'a poll failed'));
      await pause(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  return {
    start: () => {
      running ??= run();
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
