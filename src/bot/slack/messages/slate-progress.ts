import type { SlateProgress } from '../../../pipeline/batch/batch-announcements.ts';
import { count, counted, duration } from './figures.ts';
import { header, smallPrint } from './header.ts';
import { type Rendered, rendered } from './rendered.ts';
import { bold, line, paragraph, preformatted, words } from './rich-text.ts';

const BAR_WIDTH = 30;
const DONE = '█';
const TO_DO = '░';

/** The living message of a game date while its batch runs. */
export function slateProgress(slate: SlateProgress): Rendered {
  const title = `Slate of ${slate.game_date}`;
  const stage = stageOf(slate);
  return rendered(`${title}: ${stage}`, [
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
        words(' to come'),
      ),
    ),
    smallPrint(...generationOf(slate), `running for ${duration(slate.seconds)}`, slate.batch_id),
  ]);
}

/** Every player with an answer counts, whatever the answer. */
function answered({ predicted, skipped, failed }: SlateProgress): number {
  return predicted + skipped + failed;
}

function stageOf(slate: SlateProgress): string {
  switch (slate.state) {
    case 'preparing':
      return 'Choosing the players.';
    case 'open':
      return `Predicting: ${count(answered(slate))} of ${counted(slate.expected, 'player')} answered.`;
    case 'consolidating':
      return `Bringing ${counted(slate.predicted, 'predicted player')} into the table.`;
    case 'failed':
      return 'The predictions could not be brought into the table, and nothing was published.';
  }
}

/** As wide for 0 of 8 as for 10,000 of 10,000. Full only when everybody has answered: shares are rounded down. */
function progressBar(slate: SlateProgress): string {
  const share = slate.expected === 0 ? 0 : Math.min(1, answered(slate) / slate.expected);
  const done = Math.floor(share * BAR_WIDTH);
  const percent = String(Math.floor(share * 100)).padStart(3);
  return `${DONE.repeat(done)}${TO_DO.repeat(BAR_WIDTH - done)} ${percent} %`;
}

function generationOf({ generation }: SlateProgress): readonly string[] {
  return generation > 1 ? [`re-run ${generation - 1}`] : [];
}
