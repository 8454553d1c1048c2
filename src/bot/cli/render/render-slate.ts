import { leagueDay } from '../../../operations/kit/league-time.ts';
import { modelsSideBySide } from '../../../operations/predict/models-side-by-side.ts';
import {
  gameCell,
  injuryCell,
  pickCell,
  probabilityCell,
  valueCell,
} from '../../../operations/predict/slate-columns.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import { escapeUnprintable } from '../../../platform/printable.ts';
import { roundedCell } from './number-cells.ts';
import { type Page, WHOLE } from './page.ts';
import { type TableCell, textTable } from './text-table.ts';

type Slate = ReplyData<'predict slate'>;
type Prediction = Pick<
  Slate['predictions'][number],
  | 'system_id'
  | 'player_name'
  | 'player_lookup'
  | 'team_abbr'
  | 'opponent_team_abbr'
  | 'predicted_points'
  | 'current_points_line'
  | 'line_margin'
  | 'is_headline'
  | 'is_backfill'
>;

interface ShownSlate extends Pick<Slate, 'priced' | 'contexts' | 'headline_model'> {
  readonly predictions: readonly Prediction[];
  readonly shows?: Slate['shows'];
}

const HEADINGS = [
  ...['player', 'projection', 'pick', 'probability', 'EV', 'line', 'edge'],
  ...['game', 'tip-off', 'injury report', 'model'],
];

/**
 * Renders a slate as one row per player, the largest edge first: his headline projection and his pick, or with
 * `shows: 'models'` the predictions of all models. If some rows are a backfill, a column tells which were made after the
 * tip-off.
 */
export function renderSlate(slate: ShownSlate, page: Page = WHOLE): string {
  const predictions = slate.predictions.toSorted((a, b) => sizeOf(b) - sizeOf(a));
  const projections = predictions.filter(({ is_headline }) => is_headline);
  if (projections.length === 0) return '';
  if (slate.shows === 'models') return modelsTable(predictions, slate.headline_model, page);
  const hasBackfill = projections.some(({ is_backfill }) => is_backfill);
  const cellsOf = playerCells(slate);
  return textTable(
    [...HEADINGS, ...(hasBackfill ? ['made'] : [])],
    projections.map((row) => (hasBackfill ? [...cellsOf(row), madeText(row)] : cellsOf(row))),
    page,
  );
}

function playerCells({ priced, contexts }: ShownSlate): (row: Prediction) => readonly TableCell[] {
  const pricedOf = new Map(priced.map((player) => [player.player_lookup, player]));
  const contextOf = new Map(contexts.map((context) => [context.player_lookup, context]));
  return (row) => [
    escapeUnprintable(row.player_name),
    roundedCell(row.predicted_points, 1),
    ...pickCells(pricedOf.get(row.player_lookup)),
    row.current_points_line,
    roundedCell(row.line_margin, 1),
    ...contextCells(row, contextOf.get(row.player_lookup)),
    row.system_id,
  ];
}

function pickCells(priced: Slate['priced'][number] | undefined): readonly TableCell[] {
  if (priced === undefined) return [null, null, null];
  return [escapeUnprintable(pickCell(priced)), probabilityCell(priced), valueCell(priced)];
}

function contextCells(row: Prediction, context: Slate['contexts'][number] | undefined): readonly TableCell[] {
  const game = context === undefined ? null : gameCell(context);
  const shownGame = escapeUnprintable(game ?? `${row.team_abbr} against ${row.opponent_team_abbr}`);
  if (context === undefined) return [shownGame, null, null];
  const { tipoff_at } = context;
  const injury = injuryCell(context);
  return [
    shownGame,
    tipoff_at === null ? null : leagueDay(tipoff_at),
    injury === null ? null : escapeUnprintable(injury),
  ];
}

function modelsTable(rows: readonly Prediction[], headlineModel: string, page: Page): string {
  const { models, players } = modelsSideBySide(rows, headlineModel);
  const others = models.flatMap((id, index) => (id === headlineModel ? [] : [{ id, index }]));
  return textTable(
    ['player', `projection by ${headlineModel}`, ...others.map(({ id }) => id), 'line'],
    players.map((player) => [
      escapeUnprintable(player.name),
      projectionCell(player.projection, player.projectionBy, headlineModel),
      ...others.map(({ index }) => roundedCell(player.points[index] ?? null, 1)),
      player.line,
    ]),
    page,
  );
}

/** A projection of another model than the headline model has its name beside it. */
function projectionCell(points: number, by: string, headlineModel: string): TableCell {
  return by === headlineModel ? roundedCell(points, 1) : `${points.toFixed(1)} by ${by}`;
}

function sizeOf({ line_margin }: Prediction): number {
  return Math.abs(line_margin ?? 0);
}

function madeText({ is_backfill }: Prediction): string {
  return is_backfill ? 'after tip-off' : 'before tip-off';
}
