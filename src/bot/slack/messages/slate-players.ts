import type { RichTextSection } from '@slack/types';
import type { ReplyData } from '../../../operations/registry.ts';
import { points, signed } from './figures.ts';
import { bold, dataText, line, words } from './rich-text.ts';

type Prediction = Pick<
  ReplyData<'predict slate'>['predictions'][number],
  | 'system_id'
  | 'batch_id'
  | 'player_lookup'
  | 'player_name'
  | 'team_abbr'
  | 'opponent_team_abbr'
  | 'predicted_points'
  | 'recommendation'
  | 'current_points_line'
  | 'is_backfill'
>;

/** One player of a slate, with the predictions of all models combined. */
export interface SlatePlayer {
  readonly lookup: string;
  readonly name: string;
  readonly team: string;
  readonly opponent: string;
  readonly line: number | null;
  /** The average of the points that the models predict. */
  readonly points: number;
  /** The edge: `points` minus the line. */
  readonly edge: number | null;
  /** The number of models for each recommendation, the most common first: `OVER 2, PASS 1`. */
  readonly verdict: string;
  /** Whether the predictions were made after the tip-off. They then never count as published picks. */
  readonly isBackfill: boolean;
}

/**
 * Returns the players of a slate, largest edge first, players without a line last. Ties are sorted by name, so that
 * pages never overlap.
 */
export function slatePlayers({ predictions }: { readonly predictions: readonly Prediction[] }): readonly SlatePlayer[] {
  return Object.values(Object.groupBy(predictions, ({ player_lookup }) => player_lookup))
    .flatMap((rows) => playerOf(rows ?? []))
    .toSorted((a, b) => sizeOf(b) - sizeOf(a) || a.lookup.localeCompare(b.lookup));
}

export function slateLine(player: SlatePlayer): RichTextSection {
  const market =
    player.line === null
      ? [words(' · no line')]
      : [words(` · line ${points(player.line)} · edge `), bold(signed(player.edge ?? 0))];
  return line(
    bold(player.name),
    words(' '),
    dataText(`${player.team} v ${player.opponent}`),
    words(` · ${points(player.points)} points`),
    ...market,
    words(' · '),
    dataText(player.verdict),
    ...(player.isBackfill ? [words(' · backfill')] : []),
  );
}

function sizeOf({ edge }: SlatePlayer): number {
  return edge === null ? -1 : Math.abs(edge);
}

function playerOf(rows: readonly Prediction[]): readonly SlatePlayer[] {
  const [first] = rows;
  if (first === undefined) return [];
  const mean = rows.reduce((sum, { predicted_points }) => sum + predicted_points, 0) / rows.length;
  return [
    {
      lookup: first.player_lookup,
      name: first.player_name,
      team: first.team_abbr,
      opponent: first.opponent_team_abbr,
      line: first.current_points_line,
      points: mean,
      edge: first.current_points_line === null ? null : mean - first.current_points_line,
      verdict: verdictOf(rows),
      isBackfill: first.is_backfill,
    },
  ];
}

function verdictOf(all: readonly Prediction[]): string {
  return Object.entries(Object.groupBy(all, ({ recommendation }) => recommendation))
    .map(([word, rows = []]) => ({ word, times: rows.length }))
    .toSorted((a, b) => b.times - a.times)
    .map(({ word, times }) => `${word} ${times}`)
    .join(', ');
}
