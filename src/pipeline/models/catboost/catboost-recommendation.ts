import type { Recommendation } from '../model.ts';

/** The smallest edge for a pick, in points. */
const EDGE = 1;
/** The smallest confidence for a pick. */
const CONFIDENCE = 60;

export interface EdgeEstimate {
  readonly predictedPoints: number;
  /** 0 to 100. */
  readonly confidence: number;
}

/** The recommendation of the CatBoost models (domain 1.5). Only these models answer NO_LINE for a player without a line. */
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
