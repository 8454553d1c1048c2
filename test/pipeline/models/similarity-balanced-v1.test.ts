import { describe, expect, it } from 'vitest';
import type { PastGame } from '#src/pipeline/models/model.ts';
import { similarityBalancedV1 } from '#src/pipeline/models/similarity-balanced-v1.ts';
import { EXAMPLE_INPUT } from './example-input.ts';
import { predicted } from './predicted.ts';

const LIKE_TONIGHT: PastGame = {
  points: 20,
  opponentTier: 'tier_2_average',
  daysRest: 1,
  isHome: true,
  recentForm: 'hot',
};

function games(count: number, changes: Partial<PastGame> = {}): readonly PastGame[] {
  return Array.from({ length: count }, () => ({ ...LIKE_TONIGHT, ...changes }));
}

function answer(history: readonly PastGame[]) {
  return similarityBalancedV1.predict({ ...EXAMPLE_INPUT, history });
}

function predict(history: readonly PastGame[]) {
  return predicted(similarityBalancedV1, { ...EXAMPLE_INPUT, history });
}

describe('similarity_balanced_v1', () => {
  it('predicts 25.08 points with confidence 65 and OVER for the worked example', () => {
    expect(predicted(similarityBalancedV1, EXAMPLE_INPUT)).toEqual({
      predictedPoints: 25.08,
      confidence: 65,
      recommendation: 'OVER',
    });
  });

  it('is absent without past games, and with four similar ones', () => {
    const few = { absent: "fewer than 5 past games are similar to tonight's game" };

    expect(answer([])).toEqual(few);
    expect(answer(games(4))).toEqual(few);
    expect(answer(games(5))).not.toHaveProperty('absent');
  });

  it('ignores games that are not similar enough to tonight’s', () => {
    const unlike = games(20, { opponentTier: 'tier_1_elite', daysRest: 3 });

    expect(answer(unlike)).toHaveProperty('absent');
    expect(predict([...games(5), ...unlike])).toEqual(predict(games(5)));
  });

  it('uses the twenty most similar games', () => {
    const close = games(20);
    const lessClose = games(10, { recentForm: 'cold', points: 60 });

    expect(predict([...lessClose, ...close])).toEqual(predict(close));
  });

  it('weights games by similarity', () => {
    const mixed = [...games(5, { points: 10 }), ...games(5, { points: 20, recentForm: 'cold' })];
    const baseline = (10 * 1 + 20 * 0.9) / 1.9;

    expect(predict(mixed).predictedPoints).toBeCloseTo(baseline + 3.35, 2);
  });

  it('assumes one day of rest when the rest is unknown', () => {
    const unknown = predicted(similarityBalancedV1, { ...EXAMPLE_INPUT, daysRest: undefined });

    expect(unknown).toEqual(predicted(similarityBalancedV1, { ...EXAMPLE_INPUT, daysRest: 1 }));
  });

  it.each([
    [5, 47],
    [7, 63],
    [10, 66],
    [15, 69],
  ])('%i identical games give confidence %i', (count, confidence) => {
    expect(predict(games(count)).confidence).toBe(confidence);
  });

  it.each([
    [25.35, 'UNDER'],
    [25.34, 'PASS'],
    [21.36, 'PASS'],
    [21.35, 'OVER'],
    [undefined, 'PASS'],
  ])('23.35 points and a line of %s give %s: an edge of exactly 2 is enough', (line, recommendation) => {
    const prediction = predicted(similarityBalancedV1, { ...EXAMPLE_INPUT, history: games(15), line });

    expect(prediction).toMatchObject({ predictedPoints: 23.35, recommendation });
  });
});
