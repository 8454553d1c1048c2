import type { WebClient } from '@slack/web-api';
import type { Log } from '../../platform/log.ts';
import type { RetryClock } from './connection/clock.ts';
import { type Rendered, withoutTables } from './messages/rendered.ts';

/** An answer later than this is worth less than none: the person has asked again by then. */
const GIVE_UP_AFTER_MS = 15_000;
const ANSWER_WITHIN_MS = 5_000;
const RETRY_AFTER_MS = 400;

/** Answers the one person who asked. Never throws: an answer that cannot be delivered is logged and not kept for later. */
export type SlackAnswer = (message: Rendered) => Promise<void>;

export interface AnswerSettings {
  readonly clock: RetryClock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * Answers by Slack's response URL, seen by the asker alone. Tried again only where Slack said that it did not take it: after a lost answer
 * a second try might show it twice.
 */
export function answerTo(url: string, settings: AnswerSettings): SlackAnswer {
  return async (message) => {
    try {
      await deliver(url, message, settings);
    } catch (error) {
      settings.log.warn({ error }, 'An answer could not be delivered');
    }
  };
}

/** Answers one person in a thread, for what Slack tells of without a place to answer. Only the client tries again. */
export function answerInThread({ client, place, log }: ThreadAnswer): SlackAnswer {
  return async ({ text, blocks }) => {
    try {
      await client.chat.postEphemeral({ ...place, text, blocks: withoutTables(blocks) });
    } catch (error) {
      log.warn({ error, text }, 'An answer could not be delivered');
    }
  };
}

interface ThreadAnswer {
  readonly client: WebClient;
  readonly place: { readonly channel: string; readonly thread_ts: string; readonly user: string };
  readonly log: Log;
}

async function deliver(url: string, { text, blocks }: Rendered, settings: AnswerSettings): Promise<void> {
  const response = await sendUntilTaken(url, { text, blocks }, settings);
  if (response.ok) return;
  const plain = await sendUntilTaken(url, { text, blocks: withoutTables(blocks) }, settings);
  if (!plain.ok) throw new Error(`Slack answered ${plain.status}: ${await plain.text()}`);
}

/** Resolves to the first answer that another try would not change. */
async function sendUntilTaken(url: string, message: Rendered, { clock, signal }: AnswerSettings): Promise<Response> {
  const giveUpAt = clock.now() + GIVE_UP_AFTER_MS;
  for (;;) {
    const response = await send(url, message);
    const waitMs = retryAfterMs(response);
    if (!isTransient(response) || clock.now() + waitMs > giveUpAt) return response;
    await clock.pause(waitMs, signal);
  }
}

function send(url: string, message: Rendered): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...message }),
    redirect: 'error',
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
}

function isTransient({ status }: Response): boolean {
  return status === 429 || status >= 500;
}

function retryAfterMs({ headers }: Response): number {
  const seconds = Number(headers.get('retry-after'));
  return seconds > 0 ? seconds * 1000 : RETRY_AFTER_MS;
}
