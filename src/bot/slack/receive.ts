import { SlackError } from '@slack/web-api';
import type { App } from '../../operations/app.ts';
import { failureOf } from '../../operations/kit/failure.ts';
import type { SlackAnswer } from './answer.ts';
import type { SeenDeliveries } from './connection/deliveries.ts';
import { rendered } from './messages/rendered.ts';
import { paragraph, sentence, sentenceText } from './messages/rich-text.ts';

export interface SlackDelivery {
  /** The same for every delivery of one command, click or event. */
  readonly id: string;
  readonly answer: SlackAnswer;
  readonly work: (answer: SlackAnswer) => Promise<void>;
}

/**
 * Works on a delivery that Slack has been told is taken: once, however often it comes. The one place of this door that catches: the person
 * gets a sentence, the stack goes to the log.
 */
export async function receive(
  app: App,
  deliveries: SeenDeliveries,
  { id, answer, work }: SlackDelivery,
): Promise<void> {
  if (deliveries.take(id) === 'again') return;
  const worked = work(answer).catch((error: unknown) => answer(failureMessage(app, error)));
  app.continueInBackground(worked);
  await worked;
}

function failureMessage({ log }: App, error: unknown) {
  if (error instanceof SlackError) {
    log.warn({ error }, 'Slack did not show what a person asked for');
    return sentenceMessage('Slack could not show that just now. Try again.');
  }
  const failure = failureOf(error);
  const isDefect = failure.kind === 'defect';
  if (isDefect) log.error({ error }, 'A Slack request met a defect');
  const message = isDefect ? `Tipoff has a defect: ${failure.message}. Its log has the details.` : failure.message;
  return sentenceMessage(message);
}

function sentenceMessage(message: string) {
  return rendered(sentenceText(message), [paragraph(sentence(message))]);
}
