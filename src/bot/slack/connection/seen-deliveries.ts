/** Deliveries are remembered for longer than the five minutes during which Slack retries. */
const REMEMBER_MS = 15 * 60_000;

/**
 * The Slack deliveries that this process has handled. Slack may deliver the same event several times, even
 * concurrently.
 */
export interface SeenDeliveries {
  /** Records a delivery from Slack. Returns `first` for the first delivery with an id and `again` for each repeat. */
  take(id: string): 'first' | 'again';
}

/**
 * Records the deliveries of this process alone. If another process receives a repeat, the store prevents a second
 * effect.
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
