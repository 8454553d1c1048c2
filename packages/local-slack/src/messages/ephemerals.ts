import type { Message } from './message.ts';

/** How many to remember, for clicks on their buttons. */
const REMEMBERED = 1_000;

/** Ephemeral messages, which one person sees. They are not stored on disk, and no method lists them. */
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
