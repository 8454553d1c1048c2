import type { Clock } from '../clock.ts';
import { newToken } from '../identifiers.ts';

/** Slack limits how long and how often a `response_url` works. */
const LIFETIME_MS = 30 * 60_000;
const MAX_USES = 5;

/** The user, channel and thread that a response through a `response_url` goes to. */
export interface ResponseTarget {
  readonly user: string;
  readonly channel: string;
  readonly threadTs?: string | undefined;
  /** The message whose button a person clicked. The app's response may replace this message. */
  readonly original?: { readonly ts: string; readonly isEphemeral: boolean };
}

type ResponseUse = ResponseTarget | 'used_url' | 'expired_url' | 'unknown_url';

/** The issued `response_url`s. Each one works 5 times within 30 minutes. */
export interface ResponseUrls {
  /** Returns an unguessable key, which becomes the last part of the `response_url`. */
  issue(target: ResponseTarget): string;
  use(key: string): ResponseUse;
}

export function responseUrls(clock: Clock): ResponseUrls {
  const issued = new Map<string, { target: ResponseTarget; at: number; uses: number }>();

  function forgetOld(): void {
    for (const [key, { at }] of issued) {
      if (clock.now() - at <= 2 * LIFETIME_MS) return;
      issued.delete(key);
    }
  }

  return {
    issue: (target) => {
      forgetOld();
      const key = newToken('');
      issued.set(key, { target, at: clock.now(), uses: 0 });
      return key;
    },
    use: (key) => {
      const entry = issued.get(key);
      if (entry === undefined) return 'unknown_url';
      if (clock.now() - entry.at > LIFETIME_MS) return 'expired_url';
      if (entry.uses >= MAX_USES) return 'used_url';
      entry.uses += 1;
      return entry.target;
    },
  };
}
