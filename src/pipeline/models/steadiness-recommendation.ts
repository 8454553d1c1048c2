import type { Recommendation } from './model.ts';

/** A pick needs an edge above this number of points. */
const EDGE = 2;
/** The model makes a pick only if its confidence is above this number. */
const CONFIDENCE = 0.45;

export interface SteadinessEstimate {
  readonly predictedPoints: number;
  /** 0 to 1. */
  readonly confidence: number;
}

/**
 * Returns the recommendation of moving_average and zone_matchup_v1 (domain notes 1.1). It is PASS for a player without
 * a line.
 */
export function steadinessRecommendation(estimate: SteadinessEstimate, line: number | undefined): Recommendation {
  if (line === undefined || estimate.confidence <= CONFIDENCE) return 'PASS';
  const edge = estimate.predictedPoints - line;
  if (edge > EDGE) return 'OVER';
  if (edge < -EDGE) return 'UNDER';
  return 'PASS';
}
