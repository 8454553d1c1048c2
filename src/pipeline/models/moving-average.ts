import * as z from 'zod';
import { clamp, POINTS } from './clamp.ts';
import { type BaseModel, isAbsent, type ModelAnswer, type ModelInput } from './model.ts';
import { requiredFeatures } from './required-features.ts';
import { steadinessConfidence } from './steadiness-confidence.ts';
import { steadinessRecommendation } from './steadiness-recommendation.ts';

const BACK_TO_BACK_POINTS = -1.5;
const VENUE_POINTS = 0.5;

const RequiredFeatures = z.object({
  points_avg_last_5: z.number(),
  points_avg_last_10: z.number(),
  points_avg_season: z.number(),
  points_std_last_10: z.number(),
  games_in_last_7_days: z.number().default(3),
  fatigue_score: z.number(),
  shot_zone_mismatch_score: z.number(),
  pace_score: z.number(),
  usage_spike_score: z.number(),
  home_away: z.number(),
  back_to_back: z.number(),
});
type RequiredFeatures = z.infer<typeof RequiredFeatures>;

/**
 * A model that predicts a weighted mean of the player's recent scoring, adjusted for tonight's game (domain notes 1.1).
 * The same id and version must give the same numbers as in the reference system, so these quirks are kept:
 * - Fatigue is inverted: 100 means fully rested, but a high score lowers the prediction.
 * - `rest_advantage` is not used. Only the second game of a back-to-back counts as lack of rest.
 * - A missing number of games in seven days counts as three.
 * The reference system refuses vectors of 39 features; this model accepts any vector that has the required names.
 */
export const movingAverage: BaseModel = {
  kind: 'base',
  systemId: 'moving_average',
  version: '1.0',
  confidenceScale: 1,
  artifact: undefined,
  predict,
};

function predict({ features, line }: ModelInput): ModelAnswer {
  const known = requiredFeatures(RequiredFeatures, features);
  if (isAbsent(known)) return known;
  const estimate = {
    predictedPoints: clamp(recentMean(known) + adjustment(known), POINTS),
    confidence: steadinessConfidence(known),
  };
  return { ...estimate, recommendation: steadinessRecommendation(estimate, line) };
}

function recentMean(known: RequiredFeatures): number {
  return known.points_avg_last_5 * 0.5 + known.points_avg_last_10 * 0.3 + known.points_avg_season * 0.2;
}

function adjustment(known: RequiredFeatures): number {
  return (
    fatigueTerm(known.fatigue_score) +
    known.shot_zone_mismatch_score * 0.3 +
    (known.back_to_back === 1 ? BACK_TO_BACK_POINTS : 0) +
    known.pace_score * 0.3 +
    (known.home_away === 1 ? VENUE_POINTS : -VENUE_POINTS) +
    known.usage_spike_score * 0.4
  );
}

function fatigueTerm(score: number): number {
  if (score > 70) return -2.5;
  if (score > 50) return -1;
  return 0;
}
