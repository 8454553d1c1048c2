import { SlackError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { Unavailable } from '../../../platform/unavailable.ts';
import type { RetryClock } from '../connection/clock.ts';
import { meaningOf, slackRefusal } from './slack-error-table.ts';

/** The result of a call that Slack rejected. A new message, or a message with other blocks, may succeed. */
export interface RejectedCall {
  readonly type: 'lost' | 'blocks-rejected';
  /** Slack's code of the error. */
  readonly code: string;
}

export interface AcceptedCall<T> {
  readonly type: 'accepted';
  readonly result: T;
}

export interface CallSettings {
  readonly clock: RetryClock;
  readonly signal: AbortSignal;
  /** The name or id of the channel, for messages to people. */
  readonly channel: string;
}

/**
 * Calls Slack and waits out its rate limits. Throws `PostRefused` when Slack refuses the message, the channel or the
 * token. Throws `Unavailable` for every other failure of Slack or the network; it is then unknown whether Slack applied
 * the call.
 */
export async function callSlack<T>(
  call: () => Promise<T>,
  { clock, signal, channel }: CallSettings,
): Promise<AcceptedCall<T> | RejectedCall> {
  for (;;) {
    try {
      return { type: 'accepted', result: await call() };
    } catch (error) {
      if (!(error instanceof WebAPIRateLimitedError)) return rejectionOf(error, channel);
      await waitFor(clock.pause(error.retryAfter * 1000, signal));
    }
  }
}

function rejectionOf(error: unknown, channel: string): RejectedCall {
  if (!(error instanceof WebAPIPlatformError)) {
    if (!(error instanceof SlackError)) throw error;
    throw new Unavailable('Slack', error);
  }
  const code = error.data.error;
  const meaning = meaningOf(code);
  if (meaning === 'lost' || meaning === 'blocks-rejected') return { type: meaning, code };
  if (meaning === 'temporary') throw new Unavailable(`Slack (${code})`, error);
  throw slackRefusal({ fault: meaning, code, channel, cause: error });
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
