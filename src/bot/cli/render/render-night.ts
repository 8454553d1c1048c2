import { percent } from '../../../operations/kit/figure-text.ts';
import { rateOfText, returnText, shareText } from '../../../operations/kit/rate-text.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import { escapeUnprintable } from '../../../platform/printable.ts';
import { roundedCell } from './number-cells.ts';
import { renderData } from './render-data.ts';
import { type TerminalPage, WHOLE } from './terminal-page.ts';
import { type TableCell, textTable } from './text-table.ts';

type Night = ReplyData<'results show' | 'results grade'>;
type Grades = Night['systems'][number];
type Picks = Grades['picks'];

const HEADINGS = ['model', 'n', 'off by', 'bias', 'median', 'above', 'within 3', 'within 5'];
const PICK_HEADINGS = ['won', 'edge 3+', 'edge 5+', 'ROI'];

/**
 * Renders the totals of a night's results, then one row per model and one for the betting line. Shares are percentages, or counts
 * if there are few cases.
 */
export function renderNight(night: Night, page: TerminalPage = WHOLE): string {
  const { game_date, games, players, line_mae, break_even, systems, ...counts } = night;
  const { predictions, graded, no_line, missing_actuals, pushes, voided } = counts;
  const summary = {
    game_date,
    games: games.final,
    players,
    predictions,
    graded,
    no_line,
    missing_actuals,
    pushes,
    voided,
    break_even: percent(break_even),
  };
  const line = ['the line', players, roundedCell(line_mae, 2), ...Array.from({ length: 9 }, () => null)];
  const open = games.open.map(({ game, reason }) => [game, reason].map(escapeUnprintable));
  return [
    renderData(summary, page),
    textTable([...HEADINGS, ...PICK_HEADINGS], [...systems.map(row), line], page),
    ...(open.length === 0 ? [] : [textTable(['not graded yet', 'reason'], open, page)]),
  ].join('\n\n');
}

function row(system: Grades): readonly TableCell[] {
  const { system_id, n, mae, bias, median_error, share_above, within_3, within_5, picks } = system;
  return [
    system_id,
    n,
    ...[mae, bias, median_error].map((points) => roundedCell(points, 2)),
    ...[share_above, within_3, within_5].map((share) => shareText(share, n)),
    wonText(picks),
    wonText(system.picks_edge_3),
    wonText(system.picks_edge_5),
    returnText(picks.roi, picks.priced),
  ];
}

function wonText({ won, lost }: Picks): string | null {
  return rateOfText({ won, of: won + lost });
}
