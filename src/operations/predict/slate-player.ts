import * as z from 'zod';
import { PlayerContext, readSlateContexts } from '../../pipeline/context/player-context.ts';
import { NoPickReason } from '../../pipeline/pricing/choose-pick.ts';
import { PricedPlayer, readPricedPlayers } from '../../pipeline/pricing/priced-player.ts';
import type { SlateRow } from '../../pipeline/results/read-slate.ts';
import { UserText } from '../../platform/user-text.ts';
import type { App } from '../app.ts';
import type { DeepReadonly } from '../kit/deep-readonly.ts';
import type { ShownRow } from './select-rows.ts';

/**
 * One player of a slate: his projection, his pick or the reason for none, and what people want to know beside them. The
 * most important fields come first, because a short reply keeps the first fields only.
 */
export const SlatePlayer = z.object({
  player_name: UserText,
  team_abbr: z.string(),
  opponent_team_abbr: z.string(),
  predicted_points: z.number(),
  current_points_line: z.number().nullable(),
  /** The edge: `predicted_points` minus the line. */
  line_margin: z.number().nullable(),
  pick: PricedPlayer.shape.pick,
  /** The reason for a missing pick; null if the player has one. */
  no_pick: z.enum([...NoPickReason.options, 'no_training']).nullable(),
  over_probability: z.number().nullable(),
  under_probability: z.number().nullable(),
  injury: PlayerContext.shape.injury,
  is_home: z.boolean().nullable(),
  tipoff_at: PlayerContext.shape.tipoff_at,
  /** The points of his last five games before the date, newest first. */
  last_points: z.array(z.number()),
  player_lookup: z.string(),
  /** The id of the model that projects the points. */
  system_id: z.string(),
  game_id: z.string(),
  generation: z.number(),
  is_backfill: z.boolean(),
  /** The points that each model projects, by the id of the model; null if the caller did not request them. */
  models: z.record(z.string(), z.number()).nullable(),
});
export type SlatePlayer = DeepReadonly<z.infer<typeof SlatePlayer>>;

/** The parts of a page of players that come from other sources than the predictions. */
interface PageSources {
  readonly gameDate: string;
  readonly priced: readonly PricedPlayer[];
}

/** Reads what belongs beside the predictions of a page of players, and joins it. */
export async function describePlayers(
  app: App,
  rows: readonly ShownRow[],
  { gameDate, priced }: PageSources,
): Promise<readonly SlatePlayer[]> {
  const contexts = await readSlateContexts(
    app,
    gameDate,
    rows.map(({ row }) => row),
  );
  const contextOf = new Map(contexts.map((context) => [context.player_lookup, context]));
  const pricedOf = new Map(priced.map((player) => [player.player_lookup, player]));
  return rows.map(({ row, models }) => ({
    ...projectionOf(row),
    ...pricesOf(pricedOf.get(row.player_lookup)),
    ...gameOf(contextOf.get(row.player_lookup)),
    models,
  }));
}

/** Prices the players of a slate. The list is empty if no fitted distribution may price the date. */
export function pricesOfRows(app: App, gameDate: string, rows: readonly ShownRow[]): Promise<readonly PricedPlayer[]> {
  return readPricedPlayers(
    app,
    gameDate,
    rows.map(({ row }) => row),
  );
}

function projectionOf(row: SlateRow) {
  const { player_name, team_abbr, opponent_team_abbr, predicted_points, current_points_line, line_margin } = row;
  const { player_lookup, system_id, game_id, generation, is_backfill } = row;
  return {
    ...{ player_name, team_abbr, opponent_team_abbr, predicted_points, current_points_line, line_margin },
    ...{ player_lookup, system_id, game_id, generation, is_backfill },
  };
}

function pricesOf(priced: PricedPlayer | undefined) {
  if (priced === undefined) {
    return { pick: null, no_pick: 'no_training' as const, over_probability: null, under_probability: null };
  }
  const { pick, no_pick, over_probability, under_probability } = priced;
  return { pick, no_pick, over_probability, under_probability };
}

function gameOf(context: PlayerContext | undefined) {
  if (context === undefined) return { injury: null, is_home: null, tipoff_at: null, last_points: [] };
  const { injury, is_home, tipoff_at, last_games } = context;
  return { injury, is_home, tipoff_at, last_points: last_games.map(({ points }) => points) };
}
