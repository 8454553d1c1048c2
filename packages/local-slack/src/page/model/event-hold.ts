import type { HeardEvent } from './live-event.ts';

export interface EventHold {
  /** Applies an event, now or once nothing is being fetched any more. */
  readonly hear: (event: HeardEvent) => void;
  /** Fetches something that events may already be part of, or not yet. */
  readonly during: <Result>(fetchIt: () => Promise<Result>) => Promise<Result>;
}

/**
 * Lets what was fetched and what is told live come out the same, whichever was first: what is told while something is being fetched is
 * applied after it, in order. Every event says how a thing is from then on, so one that the fetched state knew already changes nothing.
 */
export function eventHold(apply: (event: HeardEvent) => void): EventHold {
  const held: HeardEvent[] = [];
  let fetches = 0;
  return {
    hear: (event) => {
      if (fetches > 0) held.push(event);
      else apply(event);
    },
    during: async (fetchIt) => {
      fetches += 1;
      try {
        return await fetchIt();
      } finally {
        fetches -= 1;
        if (fetches === 0) held.splice(0).forEach(apply);
      }
    },
  };
}
