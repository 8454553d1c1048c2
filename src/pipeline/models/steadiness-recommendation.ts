import type { Recommendation } from './model.ts';

/** Points; the edge has to be larger. */
const EDGE = 2;
/** The confidence has to be larger. */
const CONFIDENCE = 0.45;

export interface SteadinessEstimate {
  readonly predictedPoints: number;
  /** 0 to 1. */
  readonly confidence: number;
}

/** What moving_average and zone_matchup_v1 recommend against a line (domain 1.1). Without a line they pass. */
export function steadinessRecommendation(estimate: SteadinessEstimate, line: number | undefined): Recommendation {
  if (line === undefined || estimate.confidence <= CONFIDENCE) return 'PASS';
  const edge = estimate.predictedPoints - line;
  if (edge > EDGE) return 'OVER';
  if (edge < -EDGE) return 'UNDER';
  return 'PASS';
}
