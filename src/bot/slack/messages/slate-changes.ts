import { countedText } from '../../../operations/kit/count-text.ts';
import type { ChangeKind, PlayerOfChanges, SlateChangesNotice } from '../../../pipeline/batch/slate-changes.ts';
import { count, inWords, points } from './figures.ts';
import { smallPrint } from './header.ts';
import { bold, bullets, dataText, line, paragraph, words } from './rich-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

const KINDS: Readonly<Record<ChangeKind, string>> = {
  removed: 'removed',
  new: 'new',
  back: 'back',
  status: 'with another injury status',
  line: 'with a moved line',
};

/** Says in the thread of the slate what a later run of the day has changed. */
export function slateChanges({ game_date, batch_id, generation, counts, named }: SlateChangesNotice): SlackMessage {
  const kinds = Object.entries(counts) as [ChangeKind, number][];
  const total = kinds.reduce((sum, [, number]) => sum + number, 0);
  const title = `${countedText(total, 'player')} changed on the slate of ${game_date}`;
  const parts = kinds.map(([kind, number]) => `${count(number)} ${KINDS[kind]}`).join(', ');
  const more = total - named.length;
  return slackMessage(`${title}: ${parts}.`, [
    paragraph(line(bold(title), words(`: ${parts}.`))),
    bullets(...named.map(changedPlayer), ...(more > 0 ? [line(words(`and ${count(more)} more`))] : [])),
    smallPrint(`re-run ${generation - 1}`, batch_id),
  ]);
}

function changedPlayer(player: PlayerOfChanges) {
  const { player_name, team, opponent } = player;
  return line(bold(player_name), dataText(` ${team} v ${opponent} · ${changeText(player)}`));
}

function changeText(player: PlayerOfChanges): string {
  switch (player.kind) {
    case 'removed':
      return `no longer predicted: ${inWords(player.reason ?? 'skipped')} · projection was ${pointsText(player.points.before)}`;
    case 'new':
      return `new · ${lineText(player.line.now)} · projection ${pointsText(player.points.now)}`;
    case 'back':
      return ['predicted again', ...differences(player)].join(' · ');
    case 'status':
    case 'line':
      return differences(player).join(' · ');
  }
}

/** What differs from the predictions before. The projection is always shown. */
function differences({ status, line: median, points: projection }: PlayerOfChanges): readonly string[] {
  const before = pointsText(projection.before);
  const now = pointsText(projection.now);
  return [
    ...(status.before === status.now ? [] : [`${status.before} → ${status.now}`]),
    ...(median.before === median.now ? [] : [`median line ${medianText(median.before)} → ${medianText(median.now)}`]),
    before === now ? `projection still ${now}` : `projection ${before} → ${now}`,
  ];
}

function lineText(median: number | null): string {
  return median === null ? 'no line' : `median line ${medianText(median)}`;
}

/** The median of an even number of lines can have two decimals. */
function medianText(median: number | null): string {
  return median === null ? 'none' : median.toLocaleString('en-US', { minimumFractionDigits: 1 });
}

function pointsText(projection: number | null): string {
  return projection === null ? 'none' : points(projection);
}
