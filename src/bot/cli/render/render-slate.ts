import type { ReplyData } from '../../../operations/registry.ts';
import { pickingRow } from '../../../pipeline/results/picking-model.ts';
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
  | 'is_backfill'
>;

/**
 * Renders a slate as one row per player, the largest edge first. The edge is that of the model that `PICKING_MODEL`
 * names. If some rows are a backfill, a column tells which were made after the tip-off.
 */
export function renderSlate({ predictions }: { readonly predictions: readonly Prediction[] }): string {
  const models = [...new Set(predictions.map(({ system_id }) => system_id))].toSorted();
  const players = Object.values(Object.groupBy(predictions, ({ player_lookup }) => player_lookup))
    .flatMap((rows) => playerLine(rows ?? [], models))
    .toSorted((a, b) => Math.abs(b.edge ?? 0) - Math.abs(a.edge ?? 0));
  if (players.length === 0) return '';
  const hasBackfill = predictions.some(({ is_backfill }) => is_backfill);
  return textTable(
    ['player', 'team', 'against', 'line', ...models, 'edge', 'picks', ...(hasBackfill ? ['made'] : [])],
    players.map(({ cells, made }) => (hasBackfill ? [...cells, made] : cells)),
  );
}

function playerLine(
  rows: readonly Prediction[],
  models: readonly string[],
): { edge: number | null; cells: TableCell[]; made: string }[] {
  const [first] = rows;
  if (first === undefined) return [];
  const line = first.current_points_line;
  const edge = pickingRow(rows)?.line_margin ?? null;
  const points = models.map((model) => rows.find(({ system_id }) => system_id === model)?.predicted_points ?? null);
  const names = [first.player_name, first.team_abbr, first.opponent_team_abbr].map(escapeUnprintable);
  const made = first.is_backfill ? 'after tip-off' : 'before tip-off';
  return [{ edge, made, cells: [...names, line, ...points.map(rounded), rounded(edge), picksText(rows)] }];
}

/** Formats how many models made each pick, the most common pick first: `OVER 2, PASS 1`. */
function picksText(rows: readonly Prediction[]): string {
  const counts = Object.entries(Object.groupBy(rows, ({ recommendation }) => recommendation));
  return counts
    .map(([pick, same]) => ({ pick, times: same?.length ?? 0 }))
    .toSorted((a, b) => b.times - a.times)
    .map(({ pick, times }) => `${pick} ${times}`)
    .join(', ');
}

function rounded(points: number | null): number | null {
  return points === null ? null : Math.round(points * 10) / 10 + 0;
}
