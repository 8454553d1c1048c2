import { readHeadlineModel } from '../../pipeline/headline/headline-model.ts';
import type { NamedPlayer } from '../../pipeline/player/find-player.ts';
import { readPricedPlayers } from '../../pipeline/pricing/priced-player.ts';
import {
  hasChanged,
  type PredictionChange,
  type PublishedPrediction,
} from '../../pipeline/results/prediction-change.ts';
import { readPlayerPredictions } from '../../pipeline/results/read-slate.ts';
import { quoteText } from '../../platform/printable.ts';
import type { App } from '../app.ts';
import type { DeepReadonly } from '../kit/deep-readonly.ts';
import { offerText } from './slate-columns.ts';

/** Reads the published projection, line and pick of a player; null without one. */
export async function readPublishedPrediction(
  app: App,
  gameDate: string,
  playerLookup: string,
): Promise<PublishedPrediction | null> {
  const headlineModel = await readHeadlineModel(app, gameDate);
  const rows = await readPlayerPredictions(app.warehouse, { gameDate, headlineModel, playerLookup });
  const headline = rows.find(({ is_headline }) => is_headline);
  if (headline === undefined) return null;
  const [priced] = await readPricedPlayers(app, gameDate, rows);
  const { predicted_points, system_id, current_points_line: line } = headline;
  return { predicted_points, system_id, line, pick: priced?.pick ?? null };
}

/** Compares the published predictions of a player before and after a re-run. */
export function changeOf(
  { player_lookup, player_name }: Pick<NamedPlayer, 'player_lookup' | 'player_name'>,
  before: PublishedPrediction | null,
  after: PublishedPrediction | null,
): PredictionChange {
  return { player_lookup, player_name, before, after, has_changed: hasChanged(before, after) };
}

/** Says what a re-run changed for a player: `"Ann": projection 24.5 → 25.1, line 22.5, no pick.` */
export function changeSentence(change: DeepReadonly<PredictionChange>): string {
  const { projection, line, pick } = changeCells(change);
  const player = quoteText(change.player_name);
  const figures = `projection ${projection}, line ${line}, pick ${pick}`;
  if (change.has_changed) return `${player}: ${figures}.`;
  return change.after === null
    ? `Nothing changed for ${player}: there is no published prediction.`
    : `Nothing changed for ${player}: ${figures}.`;
}

/** The old and the new value of each figure of a player, such as `24.5 → 25.1`. An equal value is shown once. */
export function changeCells({ before, after }: Pick<DeepReadonly<PredictionChange>, 'before' | 'after'>): {
  readonly projection: string;
  readonly line: string;
  readonly pick: string;
} {
  const projectionText = (shown: typeof before) => (shown === null ? 'none' : shown.predicted_points.toFixed(1));
  const lineText = (shown: typeof before) => String(shown?.line ?? 'none');
  const pickText = (shown: typeof before) => (shown === null || shown.pick === null ? 'none' : offerText(shown.pick));
  return {
    projection: arrow(projectionText(before), projectionText(after)),
    line: arrow(lineText(before), lineText(after)),
    pick: arrow(pickText(before), pickText(after)),
  };
}

function arrow(before: string, after: string): string {
  return before === after ? after : `${before} → ${after}`;
}
