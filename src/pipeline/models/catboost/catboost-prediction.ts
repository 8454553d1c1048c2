import { clamp, POINTS } from '../clamp.ts';
import type { Prediction } from '../model.ts';
import { type ConfidenceInputs, catboostConfidence } from './catboost-confidence.ts';
import { catboostRecommendation } from './catboost-recommendation.ts';

export interface RawPrediction extends ConfidenceInputs {
  /** The sum of the model's trees in points, before it is limited to the range of predictions. */
  readonly raw: number;
  /** The player's line; undefined for a player without one. */
  readonly line: number | undefined;
}

/** Turns the sum of a CatBoost model's trees into a prediction (domain notes 1.5). */
export function catboostPrediction({ raw, line, ...inputs }: RawPrediction): Prediction {
  const estimate = { predictedPoints: clamp(raw, POINTS), confidence: catboostConfidence(inputs) };
  return { ...estimate, recommendation: catboostRecommendation(estimate, line) };
}
