import type { StateEvent } from './live-event.ts';

export interface EventBuffer {
  /** Applies a live event to the page's state, after any running fetch has ended. */
  readonly receive: (event: StateEvent) => void;
  /** Runs a fetch. Live events that arrive during the fetch are applied after it. */
  readonly whileFetching: <Result>(fetchIt: () => Promise<Result>) => Promise<Result>;
}

/**
 * Buffers live events that arrive during a fetch and applies them afterwards in order. An event that the fetched state
 * already includes changes nothing, because events carry the complete new state of an object.
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
