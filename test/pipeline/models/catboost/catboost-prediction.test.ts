import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { catboostConfidence } from '#src/pipeline/models/catboost/catboost-confidence.ts';
import { catboostPrediction } from '#src/pipeline/models/catboost/catboost-prediction.ts';
import { catboostRecommendation } from '#src/pipeline/models/catboost/catboost-recommendation.ts';
import { goldenText } from '../golden-cases.ts';

const Golden = z.object({
  cases: z.array(
    z.object({
      id: z.number(),
      line: z.number(),
      quality: z.number(),
      features: z.object({ points_std_last_10: z.number() }),
      expected: z.object({
        catboost_with_raw: z.object({
          raw: z.number(),
          predicted: z.number(),
          confidence: z.number(),
          recommendation: z.string(),
        }),
      }),
    }),
  ),
});

describe('the prediction of a CatBoost model from the result of its trees', () => {
  const { cases } = Golden.parse(JSON.parse(goldenText()));

  it('covers all 40 cases of the golden file', () => {
    expect(cases).toHaveLength(40);
  });

  it.each(cases)('case $id matches the reference', ({ line, quality, features, expected }) => {
    const { raw, predicted, confidence, recommendation } = expected.catboost_with_raw;

    expect(catboostPrediction({ raw, line, quality, pointsStd: features.points_std_last_10 })).toEqual({
      predictedPoints: predicted,
      confidence,
      recommendation,
    });
  });

  it.each([
    [-3, 0],
    [61, 60],
  ])('a raw value of %f is clamped to %i points', (raw, points) => {
    expect(catboostPrediction({ raw, line: 20, quality: 90, pointsStd: 5 }).predictedPoints).toBe(points);
  });
});

describe('the confidence', () => {
  it.each([
    [90, 3.9, 95],
    [89.9, 3.9, 92],
    [80, 4, 89],
    [79.9, 5.9, 87],
    [70, 6, 85],
    [69.9, 7.9, 82],
    [0, 8, 79],
  ])('for quality %f and deviation %f is %i', (quality, pointsStd, confidence) => {
    expect(catboostConfidence({ quality, pointsStd })).toBe(confidence);
  });
});

describe('the recommendation', () => {
  it.each([
    { points: 21, confidence: 79, line: 20, expected: 'OVER' },
    { points: 20.99, confidence: 79, line: 20, expected: 'PASS' },
    { points: 19, confidence: 79, line: 20, expected: 'UNDER' },
    { points: 19.01, confidence: 79, line: 20, expected: 'PASS' },
    { points: 30, confidence: 59.9, line: 20, expected: 'PASS' },
    { points: 30, confidence: 60, line: 20, expected: 'OVER' },
    { points: 30, confidence: 95, line: undefined, expected: 'NO_LINE' },
  ])('for $points points with confidence $confidence against a line of $line is $expected', (given) => {
    const { points: predictedPoints, confidence, line, expected } = given;

    expect(catboostRecommendation({ predictedPoints, confidence }, line)).toBe(expected);
  });
});
