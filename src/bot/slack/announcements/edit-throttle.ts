import type { RetryClock } from '../connection/clock.ts';

/** Slack allows about one edit of a message per second, and people cannot read faster changes. */
const EDIT_EVERY_MS = 1_000;

/** Delays the edits of a message so that they are at least a second apart. */
export interface EditThrottle {
  /** Resolves when the message may be edited again. */
  ready(message: string): Promise<unknown>;
  wrote(message: string): void;
}

export function throttleEdits(clock: RetryClock, signal: AbortSignal): EditThrottle {
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
