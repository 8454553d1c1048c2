import { SlackError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { Unavailable } from '../../../platform/unavailable.ts';
import type { RetryClock } from '../connection/clock.ts';

/** The message is gone or may not be edited any more: another has to take its place. */
const LOST = ['message_not_found', 'cant_update_message', 'edit_window_closed'];
const NOT_UNDERSTOOD = ['invalid_blocks', 'invalid_blocks_format'];

/** Refused in a way that another call cures. */
export interface Refused {
  readonly type: 'lost' | 'blocks-not-understood';
}

export interface Taken<T> {
  readonly type: 'taken';
  readonly result: T;
}

/**
 * Calls Slack, waiting as long as it says when it is asked too often. Throws `Unavailable` for every other failure of Slack or the
 * network: people or time cure it, and whether the call was taken nobody knows.
 */
export async function callSlack<T>(
  call: () => Promise<T>,
  { clock, signal }: { readonly clock: RetryClock; readonly signal: AbortSignal },
): Promise<Taken<T> | Refused> {
  for (;;) {
    try {
      return { type: 'taken', result: await call() };
    } catch (error) {
      if (!(error instanceof WebAPIRateLimitedError)) return refusalOf(error);
      await waitFor(clock.pause(error.retryAfter * 1000, signal));
    }
  }
}

function refusalOf(error: unknown): Refused {
  const name = error instanceof WebAPIPlatformError ? error.data.error : '';
  if (LOST.includes(name)) return { type: 'lost' };
  if (NOT_UNDERSTOOD.includes(name)) return { type: 'blocks-not-understood' };
  if (!(error instanceof SlackError)) throw error;
  throw new Unavailable(name === '' ? 'Slack' : `Slack (${name})`, error);
}

/** A pause that the end of the door cuts short. */
async function waitFor(pause: Promise<unknown>): Promise<void> {
  await pause.catch((error: unknown) => {
    throw new Unavailable('Slack', error);
  });
}
