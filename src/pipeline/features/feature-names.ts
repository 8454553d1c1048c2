import * as z from 'zod';

/**
 * The names of all features, in the order of the feature vector. Models read features by name; only exports depend on
 * the order.
 */
export const FEATURE_NAMES = [
  'points_avg_last_5',
  'points_avg_last_10',
  'points_avg_season',
  'points_std_last_10',
  'games_in_last_7_days',
  'fatigue_score',
  'shot_zone_mismatch_score',
  'pace_score',
  'usage_spike_score',
  'rest_advantage',
  'injury_risk',
  'recent_trend',
  'minutes_change',
  'opponent_def_rating',
  'opponent_pace',
  'home_away',
  'back_to_back',
  'playoff_game',
  'pct_paint',
  'pct_mid_range',
  'pct_three',
  'pct_free_throw',
  'team_pace',
  'team_off_rating',
  'team_win_pct',
  'vegas_points_line',
  'vegas_opening_line',
  'vegas_line_move',
  'has_vegas_line',
  'avg_points_vs_opponent',
  'games_vs_opponent',
  'minutes_avg_last_10',
  'ppm_avg_last_10',
  'dnp_rate',
  'pts_slope_10g',
  'pts_vs_season_zscore',
  'breakout_flag',
  'breakout_risk_score',
  'composite_breakout_signal',
  'shot_points_ew_5',
  'shot_points_per_minute_ew_10',
  'projected_points',
  'points_ew_20',
  'minutes_last_game',
  'minutes_ew_2',
  'minutes_ew_10',
  'usage_ew_10',
  'starts_share_last_5',
  'days_since_last_game',
  'teammates_missing_points_vs_usual',
  'teammates_newly_missing_points',
  'teammates_scoring_more',
  'opponent_points_allowed_above_expected',
  'expected_margin',
  'line_consensus',
] as const;

export type FeatureName = (typeof FEATURE_NAMES)[number];

/**
 * The number of features in each feature version. Each version consists of the first names in `FEATURE_NAMES`, because
 * a new version only appends names.
 */
const COUNTS = { v2_33features: 33, v2_37features: 37, v2_39features: 39, v3_55features: 55 } as const;

export const FeatureVersion = z.enum(['v2_33features', 'v2_37features', 'v2_39features', 'v3_55features']);
export type FeatureVersion = z.infer<typeof FeatureVersion>;

/** The feature version of newly built rows. Stored rows of older versions remain readable. */
export const NEWEST_VERSION: FeatureVersion = 'v3_55features';

/** Returns the names of the features of a feature version, in the order of the vector. */
export function featuresOf(version: FeatureVersion): readonly FeatureName[] {
  return FEATURE_NAMES.slice(0, COUNTS[version]);
}

/** Returns the features that a feature version has and an older version lacks. */
export function appendedSince(older: FeatureVersion, version: FeatureVersion): readonly FeatureName[] {
  return FEATURE_NAMES.slice(COUNTS[older], COUNTS[version]);
}
