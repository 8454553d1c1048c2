import type { Recommendation } from '../model.ts';

/** A pick needs an edge of at least this many points. */
const EDGE = 1;
/** A pick needs at least this confidence. */
const CONFIDENCE = 60;

export interface EdgeEstimate {
  readonly predictedPoints: number;
  /** 0 to 100. */
  readonly confidence: number;
}

/**
 * The recommendation of the CatBoost models (domain notes 1.5). For a player without a line it is NO_LINE; other models
 * answer PASS.
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
