import type { StateEvent } from './live-event.ts';

export interface EventBuffer {
  /** Applies an event now, or after the running fetches. */
  readonly receive: (event: StateEvent) => void;
  /** Runs a fetch. Events wait until it has ended. */
  readonly whileFetching: <Result>(fetchIt: () => Promise<Result>) => Promise<Result>;
}

/**
 * Keeps live events that arrive during a fetch, and applies them after it in order. Events carry the new state of a thing, so an event
 * that the fetched state already includes changes nothing.
 */
export function eventBuffer(apply: (event: StateEvent) => void): EventBuffer {
  const buffered: StateEvent[] = [];
  let fetches = 0;
  return {
    receive: (event) => {
      if (fetches > 0) buffered.push(event);
      else apply(event);
    },
    whileFetching: async (fetchIt) => {
      fetches += 1;
      try {
        return await fetchIt();
      } finally {
        fetches -= 1;
        if (fetches === 0) buffered.splice(0).forEach(apply);
      }
    },
  };
}
