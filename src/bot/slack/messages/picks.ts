import type { KnownBlock } from '@slack/types';
import { countedText } from '../../../operations/kit/count-text.ts';
import { percent, signedPercent } from '../../../operations/kit/figure-text.ts';
import { oddsText } from '../../../operations/kit/odds-text.ts';
import type { SlateResults } from '../../../pipeline/batch/batch-announcements.ts';
import { NoPickReason } from '../../../pipeline/pricing/choose-pick.ts';
import type { SlatePick } from '../../../pipeline/pricing/slate-picks.ts';
import { count, points } from './figures.ts';
import { bold, line, paragraph, sentence, words } from './rich-text.ts';
import { type TableColumn, tableBlock } from './table.ts';

const MAX_PICKS = 15;
const MAX_REASONS = 3;

const COLUMNS: readonly TableColumn[] = [
  { heading: 'Player', align: 'left' },
  { heading: 'Pick', align: 'left' },
  { heading: 'Price', align: 'left' },
  { heading: 'Probability', align: 'right' },
  { heading: 'EV', align: 'right' },
];

/** Each text fits after a number of players. */
const NO_PICK: Readonly<Record<NoPickReason, string>> = {
  game_started: 'whose game had started',
  not_predicted: 'without a prediction',
  low_data_quality: 'with incomplete data',
  injury_status: 'with a doubtful injury status',
  no_line: 'without a main line',
  no_price: 'without a price',
  too_few_books: 'with prices from fewer than three bookmakers',
  old_lines: 'with prices older than eight hours',
  low_value: 'whose best offer is worth at most 2 % of the stake',
};

type Picks = Pick<SlateResults, 'picks' | 'no_picks'>;

/** Lists the picks of a slate, the most valuable first. A slate without a pick says why it has none. */
export function picks({ picks: all, no_picks }: Picks): readonly KnownBlock[] {
  if (all.length === 0) return noPick(no_picks);
  const more = all.length - MAX_PICKS;
  return [
    paragraph(
      line(
        bold(countedText(all.length, 'pick')),
        words(', probability and expected value (EV) estimated from the prices of all bookmakers'),
      ),
    ),
    tableBlock(COLUMNS, all.slice(0, MAX_PICKS).map(cellsOf)),
    ...(more > 0 ? [paragraph(sentence(`The full slate lists ${countedText(more, 'more pick')}.`))] : []),
  ];
}

function cellsOf(pick: SlatePick): readonly string[] {
  return [
    pick.player_name,
    `${pick.side} ${points(pick.line)}`,
    `${oddsText(pick.price)} ${pick.bookmaker}`,
    percent(pick.probability),
    signedPercent(pick.value),
  ];
}

function noPick(reasons: Picks['no_picks']): readonly KnownBlock[] {
  const counts = NoPickReason.options
    .map((reason) => ({ reason, players: reasons[reason] ?? 0 }))
    .filter(({ players }) => players > 0)
    .toSorted((a, b) => b.players - a.players);
  if (counts.length === 0) return [];
  const named = counts.slice(0, MAX_REASONS).map(({ reason, players }) => `${count(players)} ${NO_PICK[reason]}`);
  const others = counts.slice(MAX_REASONS).reduce((sum, { players }) => sum + players, 0);
  const rest = others === 0 ? [] : [`${count(others)} for other reasons`];
  return [paragraph(line(bold('No pick. '), words(`Players without one: ${[...named, ...rest].join(', ')}.`)))];
}
