import type { WebClient } from '@slack/web-api';
import { instantFromDate } from '../../platform/instant.ts';
import type { Log } from '../../platform/log.ts';
import type { RetryClock } from './connection/clock.ts';
import { type SlackMessage, withoutTables } from './messages/slack-message.ts';
import { withReaderTimes } from './messages/with-reader-times.ts';

/** The time after which a failed response is not sent again, because the person has tried again by then. */
const GIVE_UP_AFTER_MS = 15_000;
const RESPONSE_TIMEOUT_MS = 5_000;
const RETRY_AFTER_MS = 400;

/** Responds to the caller alone. Never throws: if a response cannot be delivered, it is logged and dropped. */
export type SlackRespond = (message: SlackMessage) => Promise<void>;

export interface RespondSettings {
  readonly clock: RetryClock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * Responds through Slack's response URL, visible to the caller alone. Retries only if Slack reported that it did not accept the response:
 * after a timeout a second try might show it twice.
 */
export function respondByUrl(url: string, settings: RespondSettings): SlackRespond {
  return async (message) => {
    try {
      await deliver(url, readable(message, settings.clock), settings);
    } catch (error) {
      settings.log.warn({ error }, 'A response could not be delivered');
    }
  };
}

/** Responds to one person in a thread, for events that carry no response URL. The Web API client does all retries. */
export function respondInThread({ client, target, log, clock }: ThreadRespond): SlackRespond {
  return async (message) => {
    const { text, blocks } = readable(message, clock);
    try {
      await client.chat.postEphemeral({ ...target, text, blocks: withoutTables(blocks) });
    } catch (error) {
      log.warn({ error, text }, 'A response could not be delivered');
    }
  };
}

interface ThreadRespond {
  readonly client: WebClient;
  readonly target: { readonly channel: string; readonly thread_ts: string; readonly user: string };
  readonly log: Log;
  readonly clock: RetryClock;
}

/** Shows the times of a response in the time zone of its reader. */
function readable(message: SlackMessage, clock: RetryClock): SlackMessage {
  return { ...message, blocks: withReaderTimes(message.blocks, instantFromDate(new Date(clock.wall()))) };
}

async function deliver(url: string, { text, blocks }: SlackMessage, settings: RespondSettings): Promise<void> {
  const response = await sendWithRetry(url, { text, blocks }, settings);
  if (response.ok) return;
  const plain = await sendWithRetry(url, { text, blocks: withoutTables(blocks) }, settings);
  if (!plain.ok) throw new Error(`Slack responded ${plain.status}: ${await plain.text()}`);
}

/** Sends a response and repeats it while Slack answers with a temporary error. Resolves to Slack's last answer. */
async function sendWithRetry(
  url: string,
  message: SlackMessage,
  { clock, signal }: RespondSettings,
): Promise<Response> {
  const giveUpAt = clock.now() + GIVE_UP_AFTER_MS;
  for (;;) {
    const response = await send(url, message);
    const waitMs = retryAfterMs(response);
    if (!isTransient(response) || clock.now() + waitMs > giveUpAt) return response;
    await clock.pause(waitMs, signal);
  }
}

function send(url: string, message: SlackMessage): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...message }),
    redirect: 'error',
    signal: AbortSignal.timeout(RESPONSE_TIMEOUT_MS),
  });
}

function isTransient({ status }: Response): boolean {
  return status === 429 || status >= 500;
}

function retryAfterMs({ headers }: Response): number {
  const seconds = Number(headers.get('retry-after'));
  return seconds > 0 ? seconds * 1000 : RETRY_AFTER_MS;
}
