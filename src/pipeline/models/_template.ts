import * as z from 'zod';
import { clamp, POINTS } from './clamp.ts';
import { type BaseModel, isAbsent, type ModelAnswer, type ModelInput, type Recommendation } from './model.ts';
import { requiredFeatures } from './required-features.ts';

/** The smallest edge for a pick, in points. */
const EDGE = 2;
/** In the model's own scale, here 0 to 1. */
const CONFIDENCE = 0.5;

/** The features that the model reads, by name. If one is missing, NaN or infinite, the model is absent. Use defaults only where they are correct. */
const RequiredFeatures = z.object({
  points_avg_season: z.number(),
  points_avg_last_10: z.number(),
});

/**
 * Copy this file to add a model. Describe here how it predicts and where its numbers come from. A model is a pure function without clock,
 * randomness or files: the same input gives the same answer. Changed numbers need a new `version`, and a new method needs a new `systemId`,
 * because stored rows with the same id and version are compared with each other.
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
