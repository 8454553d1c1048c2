import type { RichTextSection } from '@slack/types';
import { signed } from '../../../operations/kit/figure-text.ts';
import { modelsOf } from '../../../operations/predict/models-of.ts';
import {
  injuryCell,
  lastPointsCell,
  pickCell,
  probabilityCell,
  slateGameCell,
  valueCell,
} from '../../../operations/predict/slate-columns.ts';
import type { SlatePlayer } from '../../../operations/predict/slate-player.ts';
import { inWords, points } from './figures.ts';
import { readerTime } from './reader-time.ts';
import { bold, dataText, line, words } from './rich-text.ts';

/** Renders one player in a line. The projection and the pick come first, because they are what people look for on a phone. */
export function slateLine(player: SlatePlayer): RichTextSection {
  return line(
    ...projectionSpans(player),
    ...marketSpans(player),
    words(' · '),
    dataText(slateGameCell(player)),
    ...contextSpans(player),
    ...(player.is_backfill ? [words(' · backfill')] : []),
  );
}

/** Renders each player with the predictions of all models: the projection and its model, then the other models. */
export function slateModelsLines(players: readonly SlatePlayer[], headlineModel: string): readonly RichTextSection[] {
  const models = modelsOf(players, headlineModel);
  return players.map((player) => modelsLine(player, models));
}

function modelsLine(player: SlatePlayer, models: readonly string[]): RichTextSection {
  const others = models.filter((id) => id !== player.system_id).map((id) => `${inWords(id)} ${pointsBy(player, id)}`);
  const market = player.current_points_line === null ? 'no line' : `line ${points(player.current_points_line)}`;
  return line(
    bold(player.player_name),
    words(' · '),
    bold(`${points(player.predicted_points)} points`),
    dataText(` by ${inWords(player.system_id)}`),
    words(` · ${market}${others.length === 0 ? '' : ' · '}`),
    dataText(others.join(', ')),
  );
}

function pointsBy({ models }: SlatePlayer, id: string): string {
  const predicted = models?.[id];
  return predicted === undefined ? 'none' : points(predicted);
}

function projectionSpans(player: SlatePlayer) {
  const pick = pickCell(player);
  const probability = probabilityCell(player);
  const value = valueCell(player);
  const worth = [...(probability === null ? [] : [probability]), ...(value === null ? [] : [`EV ${value}`])];
  return [
    bold(player.player_name),
    words(` · ${points(player.predicted_points)} points · `),
    player.no_pick === null ? bold(pick) : dataText(pick),
    ...(worth.length === 0 ? [] : [dataText(`, ${worth.join(', ')}`)]),
  ];
}

function marketSpans({ current_points_line: threshold, line_margin: edge }: SlatePlayer) {
  return threshold === null
    ? [words(' · no line')]
    : [words(` · line ${points(threshold)} · edge ${signed(edge ?? 0, 1)}`)];
}

function contextSpans({ tipoff_at, injury, last_points }: SlatePlayer) {
  const status = injuryCell({ injury });
  const last = lastPointsCell(last_points);
  return [
    ...(tipoff_at === null ? [] : [words(' '), readerTime(tipoff_at, { now: tipoff_at, shows: 'time' })]),
    ...(status === null ? [] : [words(' · '), bold(status)]),
    ...(last === null ? [] : [words(` · last games ${last}`)]),
  ];
}
