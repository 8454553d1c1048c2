import * as z from 'zod';
import { clamp, POINTS } from './clamp.ts';
import { type BaseModel, isAbsent, type ModelAnswer, type ModelInput } from './model.ts';
import { requiredFeatures } from './required-features.ts';
import { steadinessConfidence } from './steadiness-confidence.ts';
import { steadinessRecommendation } from './steadiness-recommendation.ts';

/** The points that an average defence allows per 100 possessions. The number is from the reference system. */
const LEAGUE_DEF_RATING = 110;
const POINTS_PER_RATING = 0.3;
const ZONE_RANGE = { min: -3, max: 3 };
const VENUE_POINTS = 0.8;

const RequiredFeatures = z.object({
  points_avg_season: z.number(),
  points_std_last_10: z.number(),
  games_in_last_7_days: z.number().default(3),
  fatigue_score: z.number(),
  pace_score: z.number(),
  opponent_def_rating: z.number().default(112),
  home_away: z.number(),
  pct_paint: z.number(),
  pct_mid_range: z.number(),
  pct_three: z.number(),
  pct_free_throw: z.number().default(12),
});
type RequiredFeatures = z.infer<typeof RequiredFeatures>;

const ZONES = [
  { share: 'pct_paint', multiplier: 1.2 },
  { share: 'pct_mid_range', multiplier: 1 },
  { share: 'pct_three', multiplier: 1.1 },
  { share: 'pct_free_throw', multiplier: 0.8 },
] as const satisfies readonly { share: keyof RequiredFeatures; multiplier: number }[];

/**
 * A model that predicts the player's season average, adjusted for the opponent's defence in each zone from which he
 * scores (domain notes 1.2). The same id and version must give the same numbers as in the reference system, so these
 * quirks are kept:
 * - Every zone uses the opponent's overall defensive rating.
 * - Fatigue is inverted: 100 means fully rested, but a high score lowers the prediction.
 * - A missing share of free throws counts as 12, a percentage, although the other shares are 0 to 1. It therefore
 *   counts as a main zone.
 * - A missing opponent rating counts as 112, and a missing number of games in seven days as three.
 * The reference system refuses vectors of 39 features; this model accepts any vector that has the required names.
 */
export const zoneMatchupV1: BaseModel = {
  kind: 'base',
  systemId: 'zone_matchup_v1',
  version: '1.0',
  confidenceScale: 1,
  artifact: undefined,
  predict,
};

function predict({ features, line }: ModelInput): ModelAnswer {
  const known = requiredFeatures(RequiredFeatures, features);
  if (isAbsent(known)) return known;
  const estimate = {
    predictedPoints: clamp(known.points_avg_season + adjustment(known), POINTS),
    confidence: steadinessConfidence(known),
  };
  return { ...estimate, recommendation: steadinessRecommendation(estimate, line) };
}

function adjustment(known: RequiredFeatures): number {
  return (
    zoneTerm(known) +
    known.pace_score * 0.4 +
    (known.home_away === 1 ? VENUE_POINTS : -VENUE_POINTS) +
    fatigueTerm(known.fatigue_score)
  );
}

function zoneTerm(known: RequiredFeatures): number {
  const weakness = (known.opponent_def_rating - LEAGUE_DEF_RATING) * POINTS_PER_RATING;
  return ZONES.reduce(
    (sum, { share, multiplier }) => sum + clamp(weakness * multiplier, ZONE_RANGE) * usageWeight(known[share]),
    0,
  );
}

function usageWeight(share: number): number {
  if (share >= 0.4) return 1;
  if (share >= 0.2) return 0.7;
  return 0.4;
}

function fatigueTerm(score: number): number {
  if (score > 70) return -1.5;
  if (score > 50) return -0.8;
  return 0;
}
