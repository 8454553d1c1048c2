/** Deliveries are remembered for longer than the five minutes during which Slack retries. */
const REMEMBER_MS = 15 * 60_000;

/** `unfinished`: a retry of the delivery may succeed, so it is handled again. */
export type Handled = 'handled' | 'unfinished';

/**
 * The Slack deliveries that this process has handled. Slack may deliver the same event several times, even
 * concurrently.
 */
export interface SeenDeliveries {
  /**
   * Runs `work` unless the delivery with this id was handled. A repeat that arrives during the work waits for its
   * result. If the work is unfinished, the repeat runs it again.
   */
  handle(id: string, work: () => Promise<Handled>): Promise<void>;
  /** Resolves when no delivery is being handled. */
  idle(): Promise<void>;
}

interface Delivery {
  readonly at: number;
  readonly result: Promise<Handled>;
}

/**
 * Records the deliveries of this process alone. If another process receives a repeat, for example after a restart, the
 * process handles it, and the store prevents a second effect.
 */
export function trackDeliveries(nowMs: () => number): SeenDeliveries {
  const seen = new Map<string, Delivery>();
  const running = new Set<Promise<Handled>>();

  async function run(id: string, work: () => Promise<Handled>): Promise<void> {
    const delivery = { at: nowMs(), result: work() };
    const { result } = delivery;
    seen.set(id, delivery);
    running.add(result);
    try {
      await result;
    } finally {
      running.delete(result);
    }
  }

  return {
    handle: async (id, work) => {
      forgetOld(seen, nowMs());
      for (let known = seen.get(id); known !== undefined; known = seen.get(id)) {
        if ((await known.result.catch(() => 'unfinished')) === 'handled') return;
        if (seen.get(id) === known) seen.delete(id);
      }
      await run(id, work);
    },
    idle: async () => {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

/** The map is in order of arrival, so the loop ends at the first recent delivery. */
function forgetOld(seen: Map<string, Delivery>, now: number): void {
  for (const [id, { at }] of seen) {
    if (at > now - REMEMBER_MS) return;
    seen.delete(id);
  }
}
