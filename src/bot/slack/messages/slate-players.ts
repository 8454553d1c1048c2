import type { RichTextSection } from '@slack/types';
import { signed } from '../../../operations/kit/figure-text.ts';
import { type ModelsSideBySide, modelsSideBySide } from '../../../operations/predict/models-side-by-side.ts';
import {
  gameCell,
  injuryCell,
  lastPointsCell,
  pickCell,
  probabilityCell,
  valueCell,
} from '../../../operations/predict/slate-columns.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import { inWords, points } from './figures.ts';
import { readerTime } from './reader-time.ts';
import { bold, dataText, line, words } from './rich-text.ts';

type Slate = ReplyData<'predict slate'>;
type Prediction = Pick<
  Slate['predictions'][number],
  | 'system_id'
  | 'player_lookup'
  | 'player_name'
  | 'team_abbr'
  | 'opponent_team_abbr'
  | 'predicted_points'
  | 'current_points_line'
  | 'is_backfill'
  | 'line_margin'
  | 'is_headline'
>;

interface ShownSlate extends Pick<Slate, 'priced' | 'contexts' | 'headline_model'> {
  readonly predictions: readonly Prediction[];
}

/** One player of a slate, with his headline projection, his pick, and what people want to know beside them. */
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
  /** His probabilities and his pick; undefined if the date cannot be priced. */
  readonly priced: Slate['priced'][number] | undefined;
  readonly context: Slate['contexts'][number] | undefined;
  /** The points of each model, in the order of `models`. */
  readonly byModel: readonly (number | null)[];
  readonly models: ModelsSideBySide['models'];
  /** The model of the headline projection. */
  readonly projectionBy: string;
  /** Whether the predictions were made after the tip-off. They then never count as published picks. */
  readonly isBackfill: boolean;
}

/**
 * Returns the players of a slate, largest edge first, players without a line last. Ties are sorted by name, so that
 * pages never overlap.
 */
export function slatePlayers(slate: ShownSlate): readonly SlatePlayer[] {
  const { models, players } = modelsSideBySide(slate.predictions, slate.headline_model);
  const byModel = new Map(players.map((player) => [player.lookup, player.points]));
  const priced = new Map(slate.priced.map((player) => [player.player_lookup, player]));
  const contexts = new Map(slate.contexts.map((context) => [context.player_lookup, context]));
  return slate.predictions
    .filter(({ is_headline }) => is_headline)
    .map((row) => ({
      lookup: row.player_lookup,
      name: row.player_name,
      team: row.team_abbr,
      opponent: row.opponent_team_abbr,
      line: row.current_points_line,
      points: row.predicted_points,
      edge: row.line_margin,
      priced: priced.get(row.player_lookup),
      context: contexts.get(row.player_lookup),
      byModel: byModel.get(row.player_lookup) ?? [],
      models,
      projectionBy: row.system_id,
      isBackfill: row.is_backfill,
    }))
    .toSorted((a, b) => sizeOf(b) - sizeOf(a) || a.lookup.localeCompare(b.lookup));
}

/** Renders one player in a line. The projection and the pick come first, because they are what people look for on a phone. */
export function slateLine(player: SlatePlayer): RichTextSection {
  return line(
    ...projectionSpans(player),
    ...marketSpans(player),
    words(' · '),
    dataText((player.context === undefined ? null : gameCell(player.context)) ?? `${player.team} v ${player.opponent}`),
    ...contextSpans(player),
    ...(player.isBackfill ? [words(' · backfill')] : []),
  );
}

/** Renders one player with the predictions of all models: the headline projection and its model, then the other models. */
export function slateModelsLine(player: SlatePlayer): RichTextSection {
  const others = player.models.flatMap((id, index) => {
    const predicted = player.byModel[index] ?? null;
    return id === player.projectionBy ? [] : `${inWords(id)} ${predicted === null ? 'none' : points(predicted)}`;
  });
  const market = player.line === null ? 'no line' : `line ${points(player.line)}`;
  return line(
    bold(player.name),
    words(' · '),
    bold(`${points(player.points)} points`),
    dataText(` by ${inWords(player.projectionBy)}`),
    words(` · ${market}${others.length === 0 ? '' : ' · '}`),
    dataText(others.join(', ')),
  );
}

function projectionSpans({ name, points: projected, priced }: SlatePlayer) {
  const pick = priced === undefined ? 'no pick' : pickCell(priced);
  const probability = priced === undefined ? null : probabilityCell(priced);
  const value = priced === undefined ? null : valueCell(priced);
  const worth = [...(probability === null ? [] : [probability]), ...(value === null ? [] : [`EV ${value}`])];
  const isPicked = priced !== undefined && priced.pick !== null;
  return [
    bold(name),
    words(` · ${points(projected)} points · `),
    isPicked ? bold(pick) : dataText(pick),
    ...(worth.length === 0 ? [] : [dataText(`, ${worth.join(', ')}`)]),
  ];
}

function marketSpans({ line: threshold, edge }: SlatePlayer) {
  return threshold === null
    ? [words(' · no line')]
    : [words(` · line ${points(threshold)} · edge ${signed(edge ?? 0, 1)}`)];
}

function contextSpans({ context }: SlatePlayer) {
  if (context === undefined) return [];
  const { tipoff_at } = context;
  const injury = injuryCell(context);
  const last = lastPointsCell(context);
  return [
    ...(tipoff_at === null ? [] : [words(' '), readerTime(tipoff_at, { now: tipoff_at, shows: 'time' })]),
    ...(injury === null ? [] : [words(' · '), bold(injury)]),
    ...(last === null ? [] : [words(` · last games ${last}`)]),
  ];
}

function sizeOf({ edge }: SlatePlayer): number {
  return edge === null ? -1 : Math.abs(edge);
}
