import { SlackError } from '@slack/web-api';
import type { App } from '../../operations/app.ts';
import { failureOf } from '../../operations/kit/failure.ts';
import type { SeenDeliveries } from './connection/seen-deliveries.ts';
import { paragraph, sentence, sentenceText } from './messages/rich-text.ts';
import { slackMessage } from './messages/slack-message.ts';
import type { SlackRespond } from './respond.ts';

export interface SlackDelivery {
  /** The id of a slash command, click or event. All deliveries of one event have the same id. */
  readonly id: string;
  readonly respond: SlackRespond;
  readonly work: (respond: SlackRespond) => Promise<void>;
}

/**
 * Handles an acknowledged delivery once, even if Slack delivers it several times. This is the only place in the Slack
 * transport that catches errors. The person gets a sentence, and the log gets the stack trace.
 */
export async function handleDelivery(
  app: App,
  deliveries: SeenDeliveries,
  { id, respond, work }: SlackDelivery,
): Promise<void> {
  if (deliveries.take(id) === 'again') return;
  const handled = work(respond).catch((error: unknown) => respond(failureMessage(app, error)));
  app.continueInBackground(handled);
  await handled;
}

function failureMessage({ log }: App, error: unknown) {
  if (error instanceof SlackError) {
    log.warn({ error }, 'Slack could not show the answer to a person');
    return sentenceMessage('Slack could not show the answer. Try again.');
  }
  const failure = failureOf(error);
  const isDefect = failure.kind === 'defect';
  if (isDefect) log.error({ error }, 'A Slack request failed because of a bug');
  const message = isDefect ? `Tipoff has a bug: ${failure.message}. The log has the details.` : failure.message;
  return sentenceMessage(message);
}

function sentenceMessage(message: string) {
  return slackMessage(sentenceText(message), [paragraph(sentence(message))]);
}
