/** Longer than the five minutes for which Slack retries. */
const REMEMBER_MS = 15 * 60_000;

/** The deliveries handled so far. Slack delivers at least once, so one may arrive several times, even concurrently. */
export interface SeenDeliveries {
  /** Records a delivery: `first` for the first one of an id, `again` for its repeats. */
  take(id: string): 'first' | 'again';
}

/**
 * Tracks deliveries of this process only. A repeat may reach another process, where the store keeps it from taking effect twice. The record
 * starts empty, so the first delivery after a restart is always handled.
 */
export function trackDeliveries(nowMs: () => number): SeenDeliveries {
  const seen = new Map<string, number>();
  return {
    take: (id) => {
      const now = nowMs();
      for (const [old, at] of seen) {
        if (at > now - REMEMBER_MS) break;
        seen.delete(old);
      }
      if (seen.has(id)) return 'again';
      seen.set(id, now);
      return 'first';
    },
  };
}
