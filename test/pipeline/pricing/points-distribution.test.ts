import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chancesAt } from '#src/pipeline/pricing/points-distribution.ts';
import { distributionAt, meanOf, playerSpread } from '#src/pipeline/pricing/points-spread.ts';
import { A_TRAINING } from './a-training.ts';

const LEAGUE = A_TRAINING.spread;
const anyMean = fc.double({ min: 1, max: 45, noNaN: true });
const anyDispersion = fc.double({ min: 1.2, max: 8, noNaN: true });
const anyLine = fc.integer({ min: 0, max: 120 }).map((halves) => halves / 2);
const anyPast = fc.array(fc.integer({ min: 0, max: 70 }), { maxLength: 30 });

describe('the chances at a line', () => {
  // The expected values are those of scipy.stats.nbinom(mean / (dispersion - 1), 1 / dispersion).
  test.each([
    [14.2, 3.1, 14.5, 0.430092642049, 0],
    [8, 3.4, 6.5, 0.545476947504, 0],
    [27.3, 2.9, 27, 0.455185666091, 0.044912368624],
    [3.1, 1.2, 0.5, 0.940749681906, 0],
    [33.3, 2.6, 45.5, 0.10130585075, 0],
  ])('mean %d, dispersion %d, line %d: over %d, push %d', (...[mean, dispersion, line, over, push]) => {
    const chances = chancesAt({ mean, dispersion }, line);
    expect(chances.over).toBeCloseTo(over, 10);
    expect(chances.push).toBeCloseTo(push, 10);
  });

  test('are probabilities that add up to 1, and a half-point line has no push', async () => {
    await fc.assert(
      fc.property(anyMean, anyDispersion, anyLine, (mean, dispersion, line) => {
        const { over, under, push } = chancesAt({ mean, dispersion }, line);
        for (const chance of [over, under, push]) {
          expect(chance).toBeGreaterThanOrEqual(0);
          expect(chance).toBeLessThanOrEqual(1 + 1e-12);
        }
        expect(over + under + push).toBeCloseTo(1, 12);
        if (!Number.isInteger(line)) expect(push).toBe(0);
      }),
    );
  });

  test('a higher line is never more likely to be exceeded', async () => {
    await fc.assert(
      fc.property(anyMean, anyDispersion, anyLine, (mean, dispersion, line) => {
        const [lower, higher] = [chancesAt({ mean, dispersion }, line), chancesAt({ mean, dispersion }, line + 0.5)];
        expect(higher.over).toBeLessThanOrEqual(lower.over + 1e-12);
        expect(higher.under).toBeGreaterThanOrEqual(lower.under - 1e-12);
      }),
    );
  });
});

describe('the spread of a player', () => {
  test.each([
    ['without past games', []],
    ['with one past game', [30]],
  ])('is that of the league %s', (_, past) => {
    expect(playerSpread(LEAGUE, past)).toEqual({ scale: LEAGUE.scale, power: LEAGUE.power, factor: 1 });
  });

  // The expected values were computed with NumPy by the formula of models/train/points_distribution.py.
  test('has the variance that the training script computes', () => {
    const spread = playerSpread({ scale: 5.5, power: 0.81, priorGames: 60 }, [20, 25, 18, 31, 9]);
    expect(spread.factor).toBeCloseTo(1.004262068682, 10);
    expect(distributionAt(18, spread).dispersion).toBeCloseTo(3.189392532663, 10);
  });

  test('is larger for a player whose points vary more, and smaller for a steady one', () => {
    expect(playerSpread(LEAGUE, [2, 30, 5, 28, 1, 33]).factor).toBeGreaterThan(1);
    expect(playerSpread(LEAGUE, [15, 16, 15, 14, 16, 15]).factor).toBeLessThan(1);
  });

  test('moves further from the league with more games', () => {
    const steady = [14, 16, 15, 15];
    const few = playerSpread(LEAGUE, steady).factor;
    const many = playerSpread(LEAGUE, [...steady, ...steady, ...steady]).factor;
    expect(many).toBeLessThan(few);
  });
});

test('the mean found for a probability has that probability', async () => {
  await fc.assert(
    fc.property(
      fc.integer({ min: 4, max: 80 }).map((halves) => halves / 2),
      fc.double({ min: 0.2, max: 0.8, noNaN: true }),
      anyPast,
      (line, over, past) => {
        const spread = playerSpread(LEAGUE, past);
        const chances = chancesAt(distributionAt(meanOf({ line, over }, spread), spread), line);
        expect(chances.over / (chances.over + chances.under)).toBeCloseTo(over, 6);
      },
    ),
  );
});
