import { SlackError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { RateLimited } from '../../../platform/rate-limited.ts';
import { Unavailable } from '../../../platform/unavailable.ts';
import { meaningOf, slackRefusal } from './slack-error-table.ts';

const SECOND_MS = 1_000;

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

/**
 * Calls Slack for a channel. `channel` is its name or id, for messages to people. Throws `PostRefused` when Slack refuses
 * the message, the channel or the token, and `RateLimited` when the channel has to wait. Throws `Unavailable` for every
 * other failure of Slack or the network; it is then unknown whether Slack applied the call.
 */
export async function callSlack<T>(call: () => Promise<T>, channel: string): Promise<AcceptedCall<T> | RejectedCall> {
  try {
    return { type: 'accepted', result: await call() };
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) throw new RateLimited(error.retryAfter * SECOND_MS, { cause: error });
    return rejectionOf(error, channel);
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
