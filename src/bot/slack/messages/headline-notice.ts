import type { HeadlineNotice } from '../../../pipeline/headline/update-headline.ts';
import { count, hundredths, inWords } from './figures.ts';
import { header, smallPrint } from './header.ts';
import { paragraph, sentence } from './rich-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

/** Announces that another model gives the projections of the slates, and why. */
export function headlineNotice({ since, system_id, previous, comparison, days }: HeadlineNotice): SlackMessage {
  const title = `Projections are by ${inWords(system_id)} from ${since} on`;
  const errors = `Its average error in the last ${days} days was ${hundredths(comparison.mae)} points, that of ${inWords(previous)} ${hundredths(comparison.previous_mae)}.`;
  return slackMessage(`${title}. ${errors}`, [
    header(title),
    paragraph(sentence(errors)),
    smallPrint(`${count(comparison.players)} predictions of the same games compared`),
  ]);
}
