interface ExpectedOutcomes {
  readonly batchId: string;
  /** The number of committed outcomes at which the wait ends. */
  readonly target: number;
  readonly withinMs: number;
}

/**
 * Wakes up callers that wait for outcomes that this process commits. The signal is only a hint, so callers also count the outcomes in the
 * store.
 */
export interface OutcomeSignal {
  notify(batchId: string): void;
  /**
   * The number of the batch's outcomes that this process has committed so far. Read it before you count outcomes in the store, so that you
   * miss none.
   */
  committed(batchId: string): number;
  /** Resolves when `committed` has reached the target, or after `withinMs` milliseconds. */
  reached(expected: ExpectedOutcomes): Promise<void>;
}

export function outcomeSignal(): OutcomeSignal {
  const counts = new Map<string, number>();
  const waiting = new Set<() => void>();
  const committed = (batchId: string) => counts.get(batchId) ?? 0;
  return {
    committed,
    notify(batchId) {
      counts.set(batchId, committed(batchId) + 1);
      for (const check of waiting) check();
    },
    reached({ batchId, target, withinMs }) {
      return new Promise((resolve) => {
        const finish = () => {
          clearTimeout(timer);
          waiting.delete(check);
          resolve();
        };
        const check = () => {
          if (committed(batchId) >= target) finish();
        };
        const timer = setTimeout(finish, withinMs);
        waiting.add(check);
        check();
      });
    },
  };
}
