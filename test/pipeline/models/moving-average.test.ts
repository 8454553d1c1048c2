import { describe, expect, it } from 'vitest';
import { movingAverage } from '#src/pipeline/models/moving-average.ts';
import { EXAMPLE_INPUT, exampleWith } from './example-input.ts';
import { predicted } from './predicted.ts';

const BASE_POINTS = 22.6;

describe('moving_average', () => {
  it('predicts 21.9 points with confidence 0.52 and OVER for the worked example', () => {
    const prediction = predicted(movingAverage, EXAMPLE_INPUT);

    expect(prediction.predictedPoints).toBeCloseTo(21.9, 9);
    expect(prediction).toMatchObject({ confidence: 0.52, recommendation: 'OVER' });
  });

  it.each([
    ['fatigue 50', { fatigue_score: 50 }, 0],
    ['fatigue 51', { fatigue_score: 51 }, -1],
    ['fatigue 70', { fatigue_score: 70 }, -1],
    ['fatigue 71, though it means rested', { fatigue_score: 71 }, -2.5],
    ['a back-to-back', { back_to_back: 1 }, -1.5],
    ['home', { home_away: 1 }, 0.5],
    ['away', { home_away: 0 }, -0.5],
    ['a zone mismatch of 10', { shot_zone_mismatch_score: 10 }, 3],
    ['a pace of -3', { pace_score: -3 }, -0.9],
    ['a usage spike of 3', { usage_spike_score: 3 }, 1.2],
  ])('%s changes the base by %o to %f points', (_name, changes, points) => {
    const neutral = { fatigue_score: 0, shot_zone_mismatch_score: 0, pace_score: 0, usage_spike_score: 0 };
    const venue = 'home_away' in changes ? 0 : 0.5;

    const prediction = predicted(movingAverage, exampleWith({ ...neutral, ...changes }));

    expect(prediction.predictedPoints).toBeCloseTo(BASE_POINTS + venue + points, 9);
  });

  it.each([
    [-100, 0],
    [200, 60],
  ])('an average of %i points is clamped to %i', (mean, points) => {
    const means = { points_avg_last_5: mean, points_avg_last_10: mean, points_avg_season: mean };

    expect(predicted(movingAverage, exampleWith(means)).predictedPoints).toBe(points);
  });

  it.each([
    [4, 3, 0.6],
    [4.1, 3, 0.52],
    [6, 2, 0.47],
    [6.1, 2, 0.4],
    [6.1, 1, 0.25],
    [4, 0, 0.4],
  ])('a deviation of %f and %i games in seven days give confidence %f', (std, games, confidence) => {
    const prediction = predicted(movingAverage, exampleWith({ points_std_last_10: std, games_in_last_7_days: games }));

    expect(prediction.confidence).toBeCloseTo(confidence, 9);
  });

  it.each([
    [23.9, 'PASS'],
    [23.91, 'UNDER'],
    [19.89, 'OVER'],
    [19.91, 'PASS'],
    [undefined, 'PASS'],
  ])('21.9 points and a line of %s give %s', (line, recommendation) => {
    expect(predicted(movingAverage, { ...EXAMPLE_INPUT, line }).recommendation).toBe(recommendation);
  });

  it('gives PASS with a confidence of 0.45 or less, whatever the edge', () => {
    const shaky = exampleWith({ points_std_last_10: 7, games_in_last_7_days: 3 });

    expect(predicted(movingAverage, { ...shaky, line: 5 }).recommendation).toBe('PASS');
  });
});
