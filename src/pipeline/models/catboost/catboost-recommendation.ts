import type { Recommendation } from '../model.ts';

/** The smallest edge, in points, with which a CatBoost model makes a pick. */
const EDGE = 1;
/** The lowest confidence with which a CatBoost model makes a pick. */
const CONFIDENCE = 60;

export interface EdgeEstimate {
  readonly predictedPoints: number;
  /** 0 to 100. */
  readonly confidence: number;
}

/**
 * Returns the recommendation of a CatBoost model (domain notes 1.5). For a player without a line it is NO_LINE, whereas
 * all other models recommend PASS.
 */
export function catboostRecommendation(
  { predictedPoints, confidence }: EdgeEstimate,
  line: number | undefined,
): Recommendation {
  if (line === undefined) return 'NO_LINE';
  if (confidence < CONFIDENCE) return 'PASS';
  const edge = predictedPoints - line;
  if (edge >= EDGE) return 'OVER';
  if (edge <= -EDGE) return 'UNDER';
  return 'PASS';
}
