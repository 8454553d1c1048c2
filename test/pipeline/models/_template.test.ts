import { describe, expect, it } from 'vitest';
import { template } from '#src/pipeline/models/_template.ts';
import { EXAMPLE_INPUT, exampleWith } from './example-input.ts';
import { predicted } from './predicted.ts';

describe('the model template', () => {
  it('predicts 21 points with confidence 0.5 and PASS for the worked example', () => {
    expect(predicted(template, EXAMPLE_INPUT)).toEqual({
      predictedPoints: 21,
      confidence: 0.5,
      recommendation: 'PASS',
    });
  });

  it.each([
    ['points_avg_season', undefined, 'it lacks points_avg_season'],
    ['points_avg_last_10', Number.NaN, 'points_avg_last_10 is NaN'],
    ['points_avg_last_10', Number.POSITIVE_INFINITY, 'points_avg_last_10 is infinite'],
  ] as const)('RT-26: with %s = %s it is absent: %s', (name, value, absent) => {
    expect(template.predict(exampleWith({ [name]: value }))).toEqual({ absent });
  });

  it.each([
    [-30, 0],
    [200, 60],
  ])('an average of %i points is clamped to %i', (mean, points) => {
    const means = exampleWith({ points_avg_season: mean, points_avg_last_10: mean });

    expect(predicted(template, means).predictedPoints).toBe(points);
  });

  it.each([
    [23, 'UNDER'],
    [22.99, 'PASS'],
    [19.01, 'PASS'],
    [19, 'OVER'],
    [undefined, 'PASS'],
  ])('21 points and a line of %s give %s: an edge of exactly 2 is enough', (line, recommendation) => {
    expect(predicted(template, { ...EXAMPLE_INPUT, line }).recommendation).toBe(recommendation);
  });
});
