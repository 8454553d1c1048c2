import * as z from 'zod';

/** A game of the requested date that has active predictions. */
export const PredictedGame = z.object({
  game_id: z.string(),
  /** The home team; null for a game that has been moved to another date. */
  home_team: z.string().nullable(),
  away_team: z.string().nullable(),
  state: z.enum(['final', 'not_over', 'no_box_score', 'box_score_not_whole', 'moved']),
});
export type PredictedGame = z.infer<typeof PredictedGame>;

/** A prediction to grade: a row that the query `grading/sql/predictions` returns. */
export const UngradedRow = z.object({
  prediction_id: z.string(),
  system_id: z.string(),
  model_version: z.string(),
  /** The hash of the model's file; null for a model without a trained file. */
  model_sha256: z.string().nullable(),
  batch_id: z.string(),
  created_at: z.string(),
  player_lookup: z.string(),
  player_name: z.string(),
  game_id: z.string(),
  team_abbr: z.string(),
  opponent_team_abbr: z.string(),
  predicted_points: z.number(),
  confidence_score: z.number(),
  recommendation: z.string(),
  is_actionable: z.boolean().nullable(),
  filter_reason: z.string().nullable(),
  /** Whether the prediction was made after the tip-off. It then never counts as a published pick. */
  is_backfill: z.boolean(),
  current_points_line: z.number().nullable(),
  line_source: z.string(),
  sportsbook: z.string().nullable(),
  feature_quality_score: z.number(),
  /** The player's points; null when the box score has no row for him. */
  points: z.number().nullable(),
  minutes: z.number().nullable(),
  last_status: z.string().nullable(),
});
export type UngradedRow = z.infer<typeof UngradedRow>;

/** The American odds of the over and of the under at one line. */
export interface Prices {
  readonly over_price: number | null;
  readonly under_price: number | null;
}

/** The injury status and the prices that were known when a player was predicted. */
export interface PregameInfo {
  /** The player's newest reported injury status, in lower case; null when no injury report names him. */
  readonly status: string | null;
  readonly prices: Prices;
}
