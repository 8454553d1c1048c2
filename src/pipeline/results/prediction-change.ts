import * as z from 'zod';
import { UserText } from '../../platform/user-text.ts';
import { PricedPick } from '../pricing/priced-player.ts';

/** The published projection of a player, with his line and his pick. */
const PublishedPrediction = z.object({
  predicted_points: z.number(),
  /** The model that made the projection. */
  system_id: z.string(),
  line: z.number().nullable(),
  pick: PricedPick.nullable(),
});
export type PublishedPrediction = z.infer<typeof PublishedPrediction>;

/** What a re-run changed for one player. A player without a published prediction has null. */
export const PredictionChange = z.object({
  player_lookup: z.string(),
  player_name: UserText,
  before: PublishedPrediction.nullable(),
  after: PublishedPrediction.nullable(),
  has_changed: z.boolean(),
});
export type PredictionChange = z.infer<typeof PredictionChange>;

/**
 * Says whether people see a difference between two predictions of a player: in the projection to a tenth of a point, its
 * model, the line, or the offer of the pick. A pick's probability moves with every price, so it does not count.
 */
export function hasChanged(before: PublishedPrediction | null, after: PublishedPrediction | null): boolean {
  return shownOf(before) !== shownOf(after);
}

function shownOf(prediction: PublishedPrediction | null): string {
  if (prediction === null) return 'none';
  const { predicted_points, system_id, line, pick } = prediction;
  const offer = pick === null ? null : [pick.side, pick.line, pick.bookmaker, pick.price];
  return JSON.stringify([predicted_points.toFixed(1), system_id, line, offer]);
}
