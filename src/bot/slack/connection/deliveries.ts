/** Slack tries again for five minutes; this is longer. */
const REMEMBER_MS = 15 * 60_000;

/** Which deliveries have been begun. Slack delivers at least once, so the same one may come several times at once. */
export interface SeenDeliveries {
  /** `first` for one delivery of each id, `again` for the others. */
  take(id: string): 'first' | 'again';
}

/**
 * Remembers in this process only: what a command or click changes is guarded by the store, where another process may see the delivery again.
 * Marked when begun and empty at the start, so that the first delivery after a restart is never taken for a repeat.
 */
export function rememberDeliveries(nowMs: () => number): SeenDeliveries {
  const begun = new Map<string, number>();
  return {
    take: (id) => {
      const now = nowMs();
      for (const [old, at] of begun) {
        if (at > now - REMEMBER_MS) break;
        begun.delete(old);
      }
      if (begun.has(id)) return 'again';
      begun.set(id, now);
      return 'first';
    },
  };
}
