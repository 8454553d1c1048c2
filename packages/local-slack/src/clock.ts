/** Time as the workspace sees it, so that tests can let half an hour pass. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `run` once after `ms`, unless the returned function is called before. */
  after(ms: number, run: () => void): () => void;
}

/** The clock of this machine. What it waits for does not keep the process alive. */
export function systemClock(): Clock {
  return {
    now: Date.now,
    after: (ms, run) => {
      const timer = setTimeout(run, ms).unref();
      return () => clearTimeout(timer);
    },
  };
}
