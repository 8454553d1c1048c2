import { FEATURE_NAMES } from '#src/pipeline/features/feature-names.ts';
import type { PlayerDocument } from '#src/pipeline/player/player-document.ts';
import type { PlayerInput } from '#src/pipeline/player/player-input.ts';
import { STORE_TIME, type Written } from '#src/platform/document-store.ts';

const FEATURES: Readonly<Record<string, number>> = {
  ...Object.fromEntries(FEATURE_NAMES.map((name) => [name, 0])),
  points_avg_last_5: 24,
  points_avg_last_10: 22,
  points_avg_season: 20,
  points_std_last_10: 5,
  games_in_last_7_days: 3,
  fatigue_score: 80,
  shot_zone_mismatch_score: 2,
  pace_score: 1,
  usage_spike_score: 1,
  opponent_def_rating: 114,
  opponent_pace: 100,
  home_away: 1,
  pct_paint: 0.45,
  pct_mid_range: 0.15,
  pct_three: 0.4,
  pct_free_throw: 0.15,
  team_pace: 100,
  team_off_rating: 112,
  team_win_pct: 0.5,
  vegas_points_line: 19.5,
  vegas_opening_line: 19.5,
  has_vegas_line: 1,
  avg_points_vs_opponent: 20,
  minutes_avg_last_10: 32,
  ppm_avg_last_10: 0.68,
};

const POINTS = [24, 18, 22, 30, 15, 21, 19, 26, 23, 20, 17, 25, 28, 16, 22];

/** The example of domain 10.2: every model can run, and the results are known. */
export const GOOD_INPUT: PlayerInput = {
  feature_version: 'v2_37features',
  features: FEATURES,
  quality_score: 95,
  quality_by_category: { matchup: 100, player_history: 100, team_context: 100, vegas: 100, game_context: 100 },
  days_rest: 1,
  last_season_features: [],
  assumed_features: [],
  line: 19.5,
  line_source: 'draftkings',
  history: {
    points: POINTS,
    opponent_tier: POINTS.map(() => 'tier_2_average'),
    days_rest: POINTS.map(() => 1),
    is_home: POINTS.map(() => true),
    recent_form: POINTS.map(() => 'normal'),
  },
};

/** A requested player, with good data by default. */
export function aPlayer(playerLookup: string, changed: Partial<Written<PlayerDocument>> = {}): Written<PlayerDocument> {
  return {
    player_lookup: playerLookup,
    player_name: playerLookup.toUpperCase(),
    team: 'CHA',
    opponent: 'HOU',
    game_id: '0022500733',
    status: 'requested',
    reason: null,
    generation: 1,
    attempt: 1,
    republished: 0,
    row_count: 0,
    deliveries: 0,
    last_error: null,
    absent: null,
    requested_at: STORE_TIME,
    completed_at: null,
    input: JSON.stringify(GOOD_INPUT),
    rows: null,
    ...changed,
  };
}
