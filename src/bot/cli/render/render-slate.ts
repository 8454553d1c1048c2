import type { ReplyData } from '../../../operations/registry.ts';
import { isPick } from '../../../pipeline/grading/is-pick.ts';
import { escapeUnprintable } from '../../../platform/printable.ts';
import { type TableCell, textTable } from './text-table.ts';

type Prediction = Pick<
  ReplyData<'predict slate'>['predictions'][number],
  | 'system_id'
  | 'player_name'
  | 'player_lookup'
  | 'team_abbr'
  | 'opponent_team_abbr'
  | 'predicted_points'
  | 'recommendation'
  | 'current_points_line'
  | 'line_margin'
  | 'is_actionable'
  | 'is_headline'
  | 'is_backfill'
>;

/**
 * Renders a slate as one row per player with his headline projection, the largest edge first. `predict player` shows
 * the predictions of the other models. If some rows are a backfill, a column tells which were made after the tip-off.
 */
export function renderSlate({ predictions }: { readonly predictions: readonly Prediction[] }): string {
  const projections = predictions
    .filter(({ is_headline }) => is_headline)
    .toSorted((a, b) => Math.abs(b.line_margin ?? 0) - Math.abs(a.line_margin ?? 0));
  if (projections.length === 0) return '';
  const hasBackfill = projections.some(({ is_backfill }) => is_backfill);
  return textTable(
    ['player', 'team', 'against', 'line', 'projection', 'edge', 'pick', 'model', ...(hasBackfill ? ['made'] : [])],
    projections.map((row) => (hasBackfill ? [...cellsOf(row), madeText(row)] : cellsOf(row))),
  );
}

function cellsOf(row: Prediction): TableCell[] {
  const names = [row.player_name, row.team_abbr, row.opponent_team_abbr].map(escapeUnprintable);
  const pick = isPick(row.recommendation) && row.is_actionable !== false ? row.recommendation : null;
  const numbers = [row.current_points_line, rounded(row.predicted_points), rounded(row.line_margin)];
  return [...names, ...numbers, pick, row.system_id];
}

function madeText({ is_backfill }: Prediction): string {
  return is_backfill ? 'after tip-off' : 'before tip-off';
}

function rounded(points: number | null): number | null {
  return points === null ? null : Math.round(points * 10) / 10 + 0;
}
