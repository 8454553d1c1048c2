import type { Recommendation } from '../model.ts';

/** Points; the edge may equal it. */
const EDGE = 1;
/** The confidence may equal it. */
const CONFIDENCE = 60;

export interface EdgeEstimate {
  readonly predictedPoints: number;
  /** 0 to 100. */
  readonly confidence: number;
}

/** What the CatBoost models recommend against a line (domain 1.5). They alone say when there is none. */
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
