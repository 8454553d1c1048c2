import { SlackError } from '@slack/web-api';
import type { App } from '../../operations/app.ts';
import { failureOf } from '../../operations/kit/failure.ts';
import type { Handled, SeenDeliveries } from './connection/seen-deliveries.ts';
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
 * Handles an acknowledged delivery once, even if Slack delivers it several times. A delivery is marked when it was
 * handled, not when it arrived: if a store was unavailable or Tipoff has a bug, Slack's retry is handled again. This is
 * the only place in the Slack transport that catches errors. The person gets a sentence, and the log gets the stack
 * trace.
 */
export async function handleDelivery(
  app: App,
  deliveries: SeenDeliveries,
  { id, respond, work }: SlackDelivery,
): Promise<void> {
  const handled = deliveries.handle(id, async () => {
    try {
      await work(respond);
      return 'handled';
    } catch (error) {
      await respond(failureMessage(app, error));
      return handledDespite(error);
    }
  });
  app.continueInBackground(handled);
  await handled;
}

/** A refusal with a message for people is an answer. Another error may be gone at Slack's retry. */
function handledDespite(error: unknown): Handled {
  return ['bad_input', 'refused'].includes(failureOf(error).kind) ? 'handled' : 'unfinished';
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
