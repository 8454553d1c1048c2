import { setTimeout as pause } from 'node:timers/promises';

/** The clock of this transport. Tests replace it, so that they need not wait. */
export interface RetryClock {
  /** Milliseconds that only go forward. */
  now(): number;
  /** Milliseconds since 1970, to compare with what Slack writes. */
  wall(): number;
  /** Rejects when `signal` is aborted. */
  pause(ms: number, signal: AbortSignal): Promise<unknown>;
}

export const SYSTEM_CLOCK: RetryClock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  pause: (ms, signal) => pause(ms, undefined, { signal }),
};
