import * as z from 'zod';
import { clamp, POINTS } from './clamp.ts';
import { knownFeatures } from './known-features.ts';
import { type BaseModel, isAbsent, type ModelAnswer, type ModelInput } from './model.ts';
import { steadinessConfidence } from './steadiness-confidence.ts';
import { steadinessRecommendation } from './steadiness-recommendation.ts';

const BACK_TO_BACK_POINTS = -1.5;
const VENUE_POINTS = 0.5;

const Needed = z.object({
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
type Needed = z.infer<typeof Needed>;

/**
 * A weighted mean of recent scoring, adjusted for tonight (domain 1.1). Quirks of the reference, kept because the same id and version give
 * the same numbers:
 * - Fatigue is inverted: the feature says 100 = fully rested, and a high score is punished.
 * - `rest_advantage` is not read; only a back-to-back counts as lack of rest.
 * - Three games in seven days are assumed where their number is missing.
 * The reference refuses vectors of 39 features; this one takes any vector that has the names.
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
  const known = knownFeatures(Needed, features);
  if (isAbsent(known)) return known;
  const estimate = {
    predictedPoints: clamp(recentMean(known) + adjustment(known), POINTS),
    confidence: steadinessConfidence(known),
  };
  return { ...estimate, recommendation: steadinessRecommendation(estimate, line) };
}

function recentMean(known: Needed): number {
  return known.points_avg_last_5 * 0.5 + known.points_avg_last_10 * 0.3 + known.points_avg_season * 0.2;
}

function adjustment(known: Needed): number {
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
