import type { RichTextSection } from '@slack/types';
import type { ReplyData } from '../../../operations/registry.ts';
import { points, signed } from './figures.ts';
import { pickText } from './pick-text.ts';
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
  | 'line_margin'
  | 'is_actionable'
  | 'is_headline'
>;

/** One player of a slate, with his headline projection. */
export interface SlatePlayer {
  readonly lookup: string;
  readonly name: string;
  readonly team: string;
  readonly opponent: string;
  readonly line: number | null;
  /** The headline projection. */
  readonly points: number;
  /** The edge: `points` minus the line. */
  readonly edge: number | null;
  /** The recommendation of the projection, if consumers may act on it; otherwise `no pick`. */
  readonly pick: string;
  /** Whether the predictions were made after the tip-off. They then never count as published picks. */
  readonly isBackfill: boolean;
}

/**
 * Returns the players of a slate, largest edge first, players without a line last. Ties are sorted by name, so that
 * pages never overlap.
 */
export function slatePlayers({ predictions }: { readonly predictions: readonly Prediction[] }): readonly SlatePlayer[] {
  return predictions
    .filter(({ is_headline }) => is_headline)
    .map(playerOf)
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
    dataText(player.pick),
    ...(player.isBackfill ? [words(' · backfill')] : []),
  );
}

function sizeOf({ edge }: SlatePlayer): number {
  return edge === null ? -1 : Math.abs(edge);
}

function playerOf(row: Prediction): SlatePlayer {
  return {
    lookup: row.player_lookup,
    name: row.player_name,
    team: row.team_abbr,
    opponent: row.opponent_team_abbr,
    line: row.current_points_line,
    points: row.predicted_points,
    edge: row.line_margin,
    pick: pickText(row),
    isBackfill: row.is_backfill,
  };
}
