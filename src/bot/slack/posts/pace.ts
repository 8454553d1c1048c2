import type { RetryClock } from '../connection/clock.ts';

/** People cannot read faster, and Slack refuses more for long. */
const EDIT_EVERY_MS = 1_000;

/** Holds edits of one message a second apart. */
export interface PostPace {
  /** Resolves when the message may be written to again. */
  ready(message: string): Promise<unknown>;
  wrote(message: string): void;
}

export function keepPace(clock: RetryClock, signal: AbortSignal): PostPace {
  const writtenAt = new Map<string, number>();
  return {
    ready: async (message) => {
      const at = writtenAt.get(message);
      const waitMs = at === undefined ? 0 : at + EDIT_EVERY_MS - clock.now();
      if (waitMs > 0) await clock.pause(waitMs, signal);
    },
    wrote: (message) => {
      const now = clock.now();
      for (const [old, at] of writtenAt) if (at + EDIT_EVERY_MS <= now) writtenAt.delete(old);
      writtenAt.set(message, now);
    },
  };
}
