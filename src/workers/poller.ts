import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../platform/log.ts';

export interface Poller {
  /** Looks now and again until it is stopped. */
  start(): void;
  /** Waits for the look under way. */
  stop(): Promise<void>;
}

export interface PollerSettings {
  /** For the log. */
  readonly name: string;
  readonly everyMs: number;
  readonly poll: () => Promise<void>;
  readonly log: Log;
}

/** Looks again and again, one after the other; a look that fails is logged, and the next one comes. */
export function poller({ name, everyMs, poll: look, log }: PollerSettings): Poller {
  const ending = new AbortController();
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      await look().catch((error: unknown) => log.warn({ name, error }, 'a watch could not look'));
      await pause(everyMs, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  }

  return {
    start: () => {
      running ??= run();
    },
    stop: async () => {
      ending.abort();
      await running;
    },
  };
}
