/** The clock of the local Slack workspace. Tests replace it, so that they need not wait for timeouts. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `run` once after `ms` milliseconds. The returned function cancels the call. */
  after(ms: number, run: () => void): () => void;
}

/** Returns a clock that reads the system time. Its timers do not keep the process alive. */
export function systemClock(): Clock {
  return {
    now: Date.now,
    after: (ms, run) => {
      const timer = setTimeout(run, ms).unref();
      return () => clearTimeout(timer);
    },
  };
}
