import * as z from 'zod';
import { clamp, POINTS } from './clamp.ts';
import {
  type Absent,
  type BaseModel,
  isAbsent,
  type ModelAnswer,
  type ModelInput,
  type OpponentTier,
  type RecentForm,
  type Recommendation,
} from './model.ts';
import { requiredFeatures } from './required-features.ts';
import { roundHalfEven } from './round-half-even.ts';
import { type SimilarGame, similarGames } from './similar-games.ts';
import { similarityConfidence } from './similarity-confidence.ts';

const MIN_SIMILAR_GAMES = 5;
const DEFAULT_DAYS_REST = 1;
/**
 * A player counts as hot or cold when his mean of the last five games differs from his season mean by this many points.
 */
const FORM_POINTS = 3;
/** The smallest edge, in points, with which the model makes a pick. */
const EDGE = 2;
const CONFIDENCE = 65;

const TOO_FEW: Absent = { absent: `fewer than ${MIN_SIMILAR_GAMES} past games are similar to tonight's game` };

const RequiredFeatures = z.object({
  points_avg_last_5: z.number(),
  points_avg_season: z.number(),
  opponent_def_rating: z.number().default(112),
  home_away: z.number(),
  fatigue_score: z.number(),
  shot_zone_mismatch_score: z.number(),
  pace_score: z.number(),
  usage_spike_score: z.number(),
});
type RequiredFeatures = z.infer<typeof RequiredFeatures>;

/**
 * A model that predicts the mean of the player's past games that are most similar to tonight's, weighted by similarity
 * and adjusted (domain notes 1.3). The model makes no prediction with fewer than five similar games. The same id and version must
 * give the same numbers as in the reference system, so these quirks are kept:
 * - The sum of the adjustments is rounded to two decimals, and so is the result.
 * - An away game subtracts 0.5 points, a home game adds 0.8.
 * - A missing opponent rating counts as 112, missing days of rest count as one.
 * - The confidence never exceeds 69, so only a confidence near that maximum gives a pick.
 */
export const similarityBalancedV1: BaseModel = {
  kind: 'base',
  systemId: 'similarity_balanced_v1',
  version: '1.0',
  confidenceScale: 100,
  artifact: undefined,
  predict,
};

function predict(input: ModelInput): ModelAnswer {
  const known = requiredFeatures(RequiredFeatures, input.features);
  if (isAbsent(known)) return known;
  const games = similarGames(tonight(known, input.daysRest), input.history);
  if (games.length < MIN_SIMILAR_GAMES) return TOO_FEW;
  const points = clamp(baseline(games) + roundHalfEven(adjustment(known)), POINTS);
  const confidence = similarityConfidence(games);
  return {
    predictedPoints: roundHalfEven(points),
    confidence,
    recommendation: recommend({ points, confidence }, input.line),
  };
}

function tonight(known: RequiredFeatures, daysRest: number | undefined) {
  return {
    opponentTier: opponentTier(known.opponent_def_rating),
    daysRest: daysRest ?? DEFAULT_DAYS_REST,
    isHome: known.home_away === 1,
    recentForm: recentForm(known.points_avg_last_5 - known.points_avg_season),
  };
}

function opponentTier(rating: number): OpponentTier {
  if (rating < 110) return 'tier_1_elite';
  return rating < 115 ? 'tier_2_average' : 'tier_3_weak';
}

function recentForm(pointsAboveSeason: number): RecentForm {
  if (pointsAboveSeason >= FORM_POINTS) return 'hot';
  return pointsAboveSeason <= -FORM_POINTS ? 'cold' : 'normal';
}

function baseline(games: readonly SimilarGame[]): number {
  const weighted = games.reduce((sum, game) => sum + game.points * (game.similarity / 100), 0);
  return weighted / games.reduce((sum, game) => sum + game.similarity / 100, 0);
}

function adjustment(known: RequiredFeatures): number {
  return (
    (known.fatigue_score - 70) * 0.015 +
    known.shot_zone_mismatch_score * 0.4 +
    known.pace_score * 0.8 +
    known.usage_spike_score * 0.8 +
    (known.home_away === 1 ? 0.8 : -0.5)
  );
}

function recommend(estimate: { points: number; confidence: number }, line: number | undefined): Recommendation {
  if (line === undefined || estimate.confidence < CONFIDENCE) return 'PASS';
  const edge = estimate.points - line;
  if (edge >= EDGE) return 'OVER';
  return edge <= -EDGE ? 'UNDER' : 'PASS';
}
