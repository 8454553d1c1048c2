import { leagueDay } from '../../../operations/kit/league-time.ts';
import { modelsOf } from '../../../operations/predict/models-of.ts';
import {
  injuryCell,
  pickCell,
  probabilityCell,
  slateGameCell,
  valueCell,
} from '../../../operations/predict/slate-columns.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import { escapeUnprintable } from '../../../platform/printable.ts';
import { roundedCell } from './number-cells.ts';
import { type TerminalPage, WHOLE } from './terminal-page.ts';
import { type TableCell, textTable } from './text-table.ts';

type Slate = ReplyData<'predict slate'>;
type Player = Slate['predictions'][number];

interface ShownSlate extends Pick<Slate, 'predictions' | 'headline_model'> {
  readonly shows?: Slate['shows'];
}

const HEADINGS = [
  ...['player', 'projection', 'pick', 'probability', 'EV', 'line', 'edge'],
  ...['game', 'tip-off', 'injury report', 'model'],
];

/**
 * Renders a slate as one row per player: his projection and his pick, or with `shows: 'models'` the predictions of all
 * models. If some rows are a backfill, a column tells which were made after the tip-off.
 */
export function renderSlate({ predictions, headline_model, shows }: ShownSlate, page: TerminalPage = WHOLE): string {
  if (predictions.length === 0) return '';
  if (shows === 'models') return modelsTable(predictions, headline_model, page);
  const hasBackfill = predictions.some(({ is_backfill }) => is_backfill);
  return textTable(
    [...HEADINGS, ...(hasBackfill ? ['made'] : [])],
    predictions.map((player) => (hasBackfill ? [...playerCells(player), madeText(player)] : playerCells(player))),
    page,
  );
}

function playerCells(player: Player): readonly TableCell[] {
  const { tipoff_at } = player;
  const injury = injuryCell(player);
  return [
    escapeUnprintable(player.player_name),
    roundedCell(player.predicted_points, 1),
    player.no_pick === 'no_training' ? null : escapeUnprintable(pickCell(player)),
    probabilityCell(player),
    valueCell(player),
    player.current_points_line,
    roundedCell(player.line_margin, 1),
    escapeUnprintable(slateGameCell(player)),
    tipoff_at === null ? null : leagueDay(tipoff_at),
    injury === null ? null : escapeUnprintable(injury),
    player.system_id,
  ];
}

function modelsTable(players: readonly Player[], headlineModel: string, page: TerminalPage): string {
  const others = modelsOf(players, headlineModel).filter((id) => id !== headlineModel);
  return textTable(
    ['player', `projection by ${headlineModel}`, ...others, 'line'],
    players.map((player) => [
      escapeUnprintable(player.player_name),
      projectionCell(player, headlineModel),
      ...others.map((id) => roundedCell(player.models?.[id] ?? null, 1)),
      player.current_points_line,
    ]),
    page,
  );
}

/** A projection of another model than the headline model has its name beside it. */
function projectionCell({ predicted_points, system_id }: Player, headlineModel: string): TableCell {
  return system_id === headlineModel
    ? roundedCell(predicted_points, 1)
    : `${predicted_points.toFixed(1)} by ${system_id}`;
}

function madeText({ is_backfill }: Player): string {
  return is_backfill ? 'after tip-off' : 'before tip-off';
}
