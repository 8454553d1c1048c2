import type { BatchAlert } from '../../../pipeline/batch/batch-announcements.ts';
import { header, smallPrint } from './header.ts';
import { type Rendered, rendered } from './rendered.ts';
import { paragraph, sentence, sentenceText } from './rich-text.ts';

const HEADLINES = {
  partial: 'is only partial',
  empty: 'is empty',
  consolidation_failed: 'could not be consolidated',
} as const satisfies Record<BatchAlert['problem'], string>;

/** Something about a batch that a person has to look at. */
export function batchAlert(alert: BatchAlert): Rendered {
  const title = `⚠ Slate of ${alert.game_date} ${HEADLINES[alert.problem]}`;
  return rendered(`${title}: ${sentenceText(alert.detail)}`, [
    header(title),
    paragraph(sentence(alert.detail)),
    smallPrint(alert.batch_id, `generation ${alert.generation}`),
  ]);
}
