import { clamp, POINTS } from '../clamp.ts';
import type { Prediction } from '../model.ts';
import { type ConfidenceInputs, catboostConfidence } from './catboost-confidence.ts';
import { catboostRecommendation } from './catboost-recommendation.ts';

export interface RawPrediction extends ConfidenceInputs {
  /** The sum of the trees in points, not clamped. */
  readonly raw: number;
  /** Undefined for a player without a line. */
  readonly line: number | undefined;
}

/** Turns the result of the trees into a prediction (domain 1.5). */
export function catboostPrediction({ raw, line, ...inputs }: RawPrediction): Prediction {
  const estimate = { predictedPoints: clamp(raw, POINTS), confidence: catboostConfidence(inputs) };
  return { ...estimate, recommendation: catboostRecommendation(estimate, line) };
}
