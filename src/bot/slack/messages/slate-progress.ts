import { countedText } from '../../../operations/kit/count-text.ts';
import type { SlateProgress } from '../../../pipeline/batch/batch-announcements.ts';
import { count, duration } from './figures.ts';
import { header, smallPrint } from './header.ts';
import { bold, line, paragraph, preformatted, words } from './rich-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

const BAR_WIDTH = 30;
const DONE = '█';
const TO_DO = '░';

/** Builds the message of a slate while its batch is running. */
export function slateProgress(slate: SlateProgress): SlackMessage {
  const title = `Slate of ${slate.game_date}`;
  const stage = stageOf(slate);
  return slackMessage(`${title}: ${stage}`, [
    header(title),
    paragraph(line(words(stage))),
    preformatted(progressBar(slate)),
    paragraph(
      line(
        bold(count(slate.predicted)),
        words(' predicted   '),
        bold(count(slate.skipped)),
        words(' skipped   '),
        bold(count(slate.failed)),
        words(' failed   '),
        bold(count(slate.missing)),
        words(' remaining'),
      ),
    ),
    smallPrint(...generationOf(slate), `running for ${duration(slate.seconds)}`, slate.batch_id),
  ]);
}

/** Counts the players whose prediction succeeded, was skipped or failed. */
function finishedPlayers({ predicted, skipped, failed }: SlateProgress): number {
  return predicted + skipped + failed;
}

function stageOf(slate: SlateProgress): string {
  switch (slate.state) {
    case 'preparing':
      return 'Selecting players.';
    case 'open':
      return `Predicting: ${count(finishedPlayers(slate))} of ${countedText(slate.expected, 'player')} done.`;
    case 'consolidating':
      return `Writing the predictions of ${countedText(slate.predicted, 'player')} to the table.`;
    case 'failed':
      return 'The predictions could not be written to the table. Nothing was published.';
  }
}

/**
 * Draws a progress bar of constant width. The share is rounded down, so the bar is full only when every player is done.
 */
function progressBar(slate: SlateProgress): string {
  const share = slate.expected === 0 ? 0 : Math.min(1, finishedPlayers(slate) / slate.expected);
  const done = Math.floor(share * BAR_WIDTH);
  const percent = String(Math.floor(share * 100)).padStart(3);
  return `${DONE.repeat(done)}${TO_DO.repeat(BAR_WIDTH - done)} ${percent} %`;
}

function generationOf({ generation }: SlateProgress): readonly string[] {
  return generation > 1 ? [`re-run ${generation - 1}`] : [];
}
