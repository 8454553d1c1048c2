import { clamp, POINTS } from '../clamp.ts';
import type { Prediction } from '../model.ts';
import { type ConfidenceInputs, catboostConfidence } from './catboost-confidence.ts';
import { catboostRecommendation } from './catboost-recommendation.ts';

export interface RawPrediction extends ConfidenceInputs {
  /** What the trees answer, in points; any number. */
  readonly raw: number;
  /** Undefined when there is none. */
  readonly line: number | undefined;
}

/** What a CatBoost model says once its trees have answered (domain 1.5). */
export function catboostPrediction({ raw, line, ...inputs }: RawPrediction): Prediction {
  const estimate = { predictedPoints: clamp(raw, POINTS), confidence: catboostConfidence(inputs) };
  return { ...estimate, recommendation: catboostRecommendation(estimate, line) };
}
