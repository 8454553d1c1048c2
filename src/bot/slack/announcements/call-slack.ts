import { SlackError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { Unavailable } from '../../../platform/unavailable.ts';
import type { RetryClock } from '../connection/clock.ts';

/**
 * Slack returns these errors when a message was deleted or can no longer be edited. Tipoff then posts a new message.
 */
const MESSAGE_LOST = ['message_not_found', 'cant_update_message', 'edit_window_closed'];
const BLOCKS_REJECTED = ['invalid_blocks', 'invalid_blocks_format'];

/** The result of a call that Slack rejected. A new message, or a message with other blocks, may succeed. */
export interface RejectedCall {
  readonly type: 'lost' | 'blocks-not-understood';
}

export interface AcceptedCall<T> {
  readonly type: 'accepted';
  readonly result: T;
}

/**
 * Calls Slack and waits out its rate limits. Throws `Unavailable` for every other failure of Slack or the network; it is then unknown
 * whether Slack applied the call.
 */
export async function callSlack<T>(
  call: () => Promise<T>,
  { clock, signal }: { readonly clock: RetryClock; readonly signal: AbortSignal },
): Promise<AcceptedCall<T> | RejectedCall> {
  for (;;) {
    try {
      return { type: 'accepted', result: await call() };
    } catch (error) {
      if (!(error instanceof WebAPIRateLimitedError)) return refusalOf(error);
      await waitFor(clock.pause(error.retryAfter * 1000, signal));
    }
  }
}

function refusalOf(error: unknown): RejectedCall {
  const name = error instanceof WebAPIPlatformError ? error.data.error : '';
  if (MESSAGE_LOST.includes(name)) return { type: 'lost' };
  if (BLOCKS_REJECTED.includes(name)) return { type: 'blocks-not-understood' };
  if (!(error instanceof SlackError)) throw error;
  throw new Unavailable(name === '' ? 'Slack' : `Slack (${name})`, error);
}

/**
 * Waits for the end of a pause that Slack's rate limit requires. Throws `Unavailable` if the Slack transport stops
 * first.
 */
async function waitFor(pause: Promise<unknown>): Promise<void> {
  await pause.catch((error: unknown) => {
    throw new Unavailable('Slack', error);
  });
}
