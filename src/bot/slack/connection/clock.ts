import { setTimeout as pause } from 'node:timers/promises';

/** The clock of the Slack transport. Tests replace it, so that they need not wait. */
export interface RetryClock {
  /** Returns a time in milliseconds that never goes backwards, for measuring durations. */
  now(): number;
  /** Returns the current time in milliseconds since 1970, for comparing with the timestamps of Slack. */
  wall(): number;
  /** Waits for `ms` milliseconds. Rejects when `signal` is aborted. */
  pause(ms: number, signal: AbortSignal): Promise<unknown>;
}

export const SYSTEM_CLOCK: RetryClock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  pause: (ms, signal) => pause(ms, undefined, { signal }),
};
