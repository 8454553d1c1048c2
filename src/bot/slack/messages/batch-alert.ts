import type { BatchAlert } from '../../../pipeline/batch/batch-announcements.ts';
import { header, smallPrint } from './header.ts';
import { paragraph, sentence, sentenceText } from './rich-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

const HEADLINES = {
  partial: 'is partial',
  empty: 'is empty',
  consolidation_failed: 'could not be consolidated',
} as const satisfies Record<BatchAlert['problem'], string>;

/** Announces that a batch has a problem that a person has to check. */
export function batchAlert(alert: BatchAlert): SlackMessage {
  const title = `⚠ Slate of ${alert.game_date} ${HEADLINES[alert.problem]}`;
  return slackMessage(`${title}: ${sentenceText(alert.detail)}`, [
    header(title),
    paragraph(sentence(alert.detail)),
    smallPrint(alert.batch_id, `generation ${alert.generation}`),
  ]);
}
