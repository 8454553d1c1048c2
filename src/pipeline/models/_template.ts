import * as z from 'zod';
import { clamp, POINTS } from './clamp.ts';
import { knownFeatures } from './known-features.ts';
import { type BaseModel, isAbsent, type ModelAnswer, type ModelInput, type Recommendation } from './model.ts';

/** Points; the edge may equal it. */
const EDGE = 2;
/** In the scale of the model, here 0 to 1. */
const CONFIDENCE = 0.5;

/** What the model reads, by name. A feature that is missing, NaN or infinite makes it absent; give a default only where a stand-in is true. */
const Needed = z.object({
  points_avg_season: z.number(),
  points_avg_last_10: z.number(),
});

/**
 * A model to copy (README, "To add"): say here what it believes about a player, and where its numbers come from. It is a pure function: no
 * clock, no randomness, no files; the same input gives the same answer. A change of its numbers is a new `version`, and a new
 * belief is a new `systemId`, because rows of one id and version are compared with each other for as long as they are kept.
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
  const known = knownFeatures(Needed, features);
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
