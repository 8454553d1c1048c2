import type { Message } from './message.ts';

/** The number of the newest ephemeral messages that are stored. Buttons of older ephemeral messages no longer work. */
const REMEMBERED = 1_000;

/** Ephemeral messages, which only one person sees. They exist only in memory, and no API method lists them. */
export interface Ephemerals {
  get(ts: string): Ephemeral | undefined;
  put(ephemeral: Ephemeral): void;
  remove(ts: string): void;
}

interface Ephemeral {
  readonly user: string;
  readonly message: Message;
}

export function ephemerals(): Ephemerals {
  const byTs = new Map<string, Ephemeral>();
  return {
    get: (ts) => byTs.get(ts),
    put: (ephemeral) => {
      byTs.set(ephemeral.message.ts, ephemeral);
      const oldest = byTs.keys().next().value;
      if (byTs.size > REMEMBERED && oldest !== undefined) byTs.delete(oldest);
    },
    remove: (ts) => {
      byTs.delete(ts);
    },
  };
}
