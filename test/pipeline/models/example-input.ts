import type { ModelInput, PastGame } from '#src/pipeline/models/model.ts';

const POINTS = [24, 18, 22, 30, 15, 21, 19, 26, 23, 20, 17, 25, 28, 16, 22];

const HISTORY: readonly PastGame[] = POINTS.map((points) => ({
  points,
  opponentTier: 'tier_2_average',
  daysRest: 1,
  isHome: true,
  recentForm: 'normal',
}));

/** The example for which the domain notes list every intermediate number (domain 10.2). */
export const EXAMPLE_INPUT: ModelInput = {
  features: {
    points_avg_last_5: 24,
    points_avg_last_10: 22,
    points_avg_season: 20,
    points_std_last_10: 5,
    games_in_last_7_days: 3,
    fatigue_score: 80,
    shot_zone_mismatch_score: 2,
    pace_score: 1,
    usage_spike_score: 1,
    home_away: 1,
    back_to_back: 0,
    opponent_def_rating: 114,
    pct_paint: 0.45,
    pct_mid_range: 0.15,
    pct_three: 0.4,
    pct_free_throw: 0.15,
  },
  quality: 90,
  daysRest: 1,
  line: 19.5,
  history: HISTORY,
};

/** The example with these features changed; `undefined` removes one. */
export function exampleWith(changes: Readonly<Record<string, number | undefined>>): ModelInput {
  const features = { ...EXAMPLE_INPUT.features };
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) delete features[name];
    else features[name] = value;
  }
  return { ...EXAMPLE_INPUT, features };
}
