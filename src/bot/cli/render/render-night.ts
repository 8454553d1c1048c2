import * as z from 'zod';
import { escapeUnprintable } from '../../../operations/kit/input/printable.ts';
import { renderData } from './render-data.ts';
import { type TableCell, textTable } from './table.ts';

const Share = z.number().nullable();
const Picks = z.object({ won: z.number(), lost: z.number(), hit_rate: Share, roi: Share });
type Picks = z.infer<typeof Picks>;

const System = z.object({
  system_id: z.string(),
  n: z.number(),
  mae: Share,
  bias: Share,
  median_error: Share,
  share_above: Share,
  within_3: Share,
  within_5: Share,
  picks: Picks,
  picks_edge_3: Picks,
  picks_edge_5: Picks,
});
type System = z.infer<typeof System>;

const Night = z.looseObject({
  games: z.object({ final: z.number(), open: z.array(z.object({ game: z.string(), reason: z.string() })) }),
  players: z.number(),
  line_mae: Share,
  break_even: z.number(),
  voided: z.record(z.string(), z.number()),
  systems: z.array(System),
});

const HEADINGS = ['model', 'n', 'off by', 'bias', 'median', 'above', 'within 3', 'within 5'];
const PICK_HEADINGS = ['picks won', 'hit rate', 'edge 3+', 'edge 5+', 'ROI'];

/** What was graded, then one line a model with the line itself at the end; shares are percentages. */
export function renderNight(data: unknown): string {
  const { game_date, games, players, line_mae, break_even, systems, ...counts } = Night.parse(data);
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
  const line = ['the line', players, rounded(line_mae), ...Array.from({ length: 10 }, () => null)];
  const open = games.open.map(({ game, reason }) => [game, reason].map(escapeUnprintable));
  return [
    renderData(summary),
    textTable([...HEADINGS, ...PICK_HEADINGS], [...systems.map(row), line]),
    ...(open.length === 0 ? [] : [textTable(['not graded yet', 'because'], open)]),
  ].join('\n\n');
}

function row(system: System): readonly TableCell[] {
  const { system_id, n, mae, bias, median_error, share_above, within_3, within_5, picks } = system;
  return [
    system_id,
    n,
    ...[mae, bias, median_error].map(rounded),
    ...[share_above, within_3, within_5].map(percent),
    wonOf(picks),
    percent(picks.hit_rate),
    rateOf(system.picks_edge_3),
    rateOf(system.picks_edge_5),
    percent(picks.roi),
  ];
}

function wonOf({ won, lost }: Picks): string {
  return `${won} of ${won + lost}`;
}

function rateOf(picks: Picks): string | null {
  return picks.hit_rate === null ? null : `${percent(picks.hit_rate)} of ${picks.won + picks.lost}`;
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 100) / 100 + 0;
}

function percent(share: number | null): string | null {
  return share === null ? null : `${(share * 100).toFixed(1)} %`;
}
