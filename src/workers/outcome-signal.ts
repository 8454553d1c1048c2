interface ExpectedOutcomes {
  readonly batchId: string;
  /** The value of `committed` to wait for. */
  readonly target: number;
  readonly withinMs: number;
}

/** Wakes up callers that wait for outcomes committed by this process. It is a hint only: the truth is counted in the store. */
export interface OutcomeSignal {
  notify(batchId: string): void;
  /** The outcomes of the batch that this process has committed so far. Read it before counting in the store, so that none is missed. */
  committed(batchId: string): number;
  /** Resolves when `committed` has reached the target, or after `withinMs`. */
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
