import * as z from 'zod';
import { clamp, POINTS } from './clamp.ts';
import { type BaseModel, isAbsent, type ModelAnswer, type ModelInput, type Recommendation } from './model.ts';
import { requiredFeatures } from './required-features.ts';

/** The smallest edge, in points, with which the model makes a pick. */
const EDGE = 2;
/**
 * The lowest confidence with which the model makes a pick. It is in the model's own scale, which is 0 to 1 in this
 * template.
 */
const CONFIDENCE = 0.5;

/**
 * The names of the features that the model reads. If one of them is missing, NaN or infinite, the model makes no
 * prediction. Add a default only for a feature that has a correct one.
 */
const RequiredFeatures = z.object({
  points_avg_season: z.number(),
  points_avg_last_10: z.number(),
});

/**
 * Copy this file to add a model. Replace this comment by how the model predicts and where its numbers come from.
 * A model is a pure function without clock, randomness or files: the same input gives the same answer. Stored rows with
 * the same id and version are compared with each other. Therefore changed numbers need a new `version`, and a new
 * method needs a new `systemId`.
 */
export const template: BaseModel = {
  kind: 'base',
  systemId: 'template',
  version: '1.0',
  confidenceScale: 1,
  artifact: undefined,
  predict,
};

function predict({ features, line }: ModelInput): ModelAnswer {
  const known = requiredFeatures(RequiredFeatures, features);
  if (isAbsent(known)) return known;
  const points = (known.points_avg_season + known.points_avg_last_10) / 2;
  const predictedPoints = clamp(points, POINTS);
  return { predictedPoints, confidence: CONFIDENCE, recommendation: recommend(predictedPoints, line) };
}

function recommend(points: number, line: number | undefined): Recommendation {
  if (line === undefined) return 'PASS';
  const edge = points - line;
  if (edge >= EDGE) return 'OVER';
  return edge <= -EDGE ? 'UNDER' : 'PASS';
}
