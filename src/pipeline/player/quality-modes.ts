import type { FeatureName } from '../features/feature-names.ts';
import type { RunMode } from './run-mode.ts';

/** The minimum quality score, 0 to 100, that a prediction needs in each run mode (domain notes 4.3). */
export const LEAST_QUALITY: Readonly<Record<RunMode, number>> = {
  FIRST: 85,
  RETRY: 85,
  FINAL_RETRY: 80,
  LAST_CALL: 70,
  BACKFILL: 70,
};

/**
 * The minimum percentage of present features in each category. It holds in every run mode. A single average over all
 * categories would hide a category that is missing completely. The category of lines has no minimum, because most bench
 * players have no line.
 */
export const CATEGORY_FLOORS = { matchup: 50, player_history: 50, team_context: 50, game_context: 50 } as const;

/** The quality score below which a player is not predicted in any run mode. */
export const RED_ALERT = 50;

/**
 * The features that may be missing without preventing a prediction. They are numbers 6, 8, 18 to 20 and 25 to 27 of the
 * feature vector.
 */
export const OPTIONAL_FEATURES: readonly FeatureName[] = [
  'shot_zone_mismatch_score',
  'usage_spike_score',
  'pct_paint',
  'pct_mid_range',
  'pct_three',
  'vegas_points_line',
  'vegas_opening_line',
  'vegas_line_move',
];

/**
 * The smallest and the largest possible value of each feature (domain notes 2.4). A value outside this range is a
 * computation error.
 */
export const FEATURE_RANGES: Readonly<Partial<Record<FeatureName, readonly [least: number, most: number]>>> = {
  points_avg_last_5: [0, 80],
  points_avg_last_10: [0, 80],
  points_avg_season: [0, 60],
  fatigue_score: [0, 100],
  opponent_def_rating: [95, 125],
  breakout_risk_score: [0, 100],
  composite_breakout_signal: [0, 5],
};

export const BINARY_FEATURES: readonly FeatureName[] = ['home_away', 'back_to_back', 'playoff_game', 'has_vegas_line'];
