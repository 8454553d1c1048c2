/** The workspace's clock. A test can replace it to let half an hour pass. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `run` once after `ms`. The returned function cancels it. */
  after(ms: number, run: () => void): () => void;
}

/** The system's clock. Its timers do not keep the process alive. */
export function systemClock(): Clock {
  return {
    now: Date.now,
    after: (ms, run) => {
      const timer = setTimeout(run, ms).unref();
      return () => clearTimeout(timer);
    },
  };
}
