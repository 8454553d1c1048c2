import { describe, expect, it } from 'vitest';
import { zoneMatchupV1 } from '#src/pipeline/models/zone-matchup-v1.ts';
import { EXAMPLE_INPUT, exampleWith } from './example-input.ts';
import { predicted } from './predicted.ts';

describe('zone_matchup_v1', () => {
  it('predicts 23.324 points with confidence 0.52 and OVER for the worked example', () => {
    const prediction = predicted(zoneMatchupV1, EXAMPLE_INPUT);

    expect(prediction.predictedPoints).toBeCloseTo(23.324, 9);
    expect(prediction).toMatchObject({ confidence: 0.52, recommendation: 'OVER' });
  });

  it('gives a player more points against a weaker defence', () => {
    const against = (rating: number) =>
      predicted(zoneMatchupV1, exampleWith({ opponent_def_rating: rating })).predictedPoints;

    expect(against(116)).toBeGreaterThan(against(110));
    expect(against(110)).toBeGreaterThan(against(104));
  });

  it('adjusts no zone by more than three points', () => {
    const prediction = predicted(zoneMatchupV1, exampleWith({ opponent_def_rating: 200 }));

    expect(prediction.predictedPoints).toBeCloseTo(20 + 3 * (1 + 0.4 + 1 + 0.4) + 0.4 + 0.8 - 1.5, 9);
  });

  it.each([
    [0.4, 1],
    [0.39, 0.7],
    [0.2, 0.7],
    [0.19, 0.4],
  ])('a paint share of %f has weight %f', (share, weight) => {
    const withShare = (pct_paint: number) => predicted(zoneMatchupV1, exampleWith({ pct_paint })).predictedPoints;

    expect(withShare(share)).toBeCloseTo(withShare(0) + 1.44 * (weight - 0.4), 9);
  });
});
