import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noVigOver } from '#src/pipeline/pricing/no-vig.ts';

const anyPrice = fc.oneof(fc.integer({ min: 100, max: 1_000 }), fc.integer({ min: -1_000, max: -100 }));

describe('the probability without margin', () => {
  test.each([
    [-110, -110, 0.5],
    [-100, 100, 0.5],
    [-150, 120, 0.6 / (0.6 + 100 / 220)],
    [200, -250, 1 / 3 / (1 / 3 + 250 / 350)],
  ])('over %i, under %i: %d', (overPrice, underPrice, expected) => {
    expect(noVigOver({ overPrice, underPrice })).toBeCloseTo(expected, 12);
  });

  test.each([
    [null, -110],
    [-110, null],
    [0, -110],
    [-110, 50],
  ])('is unknown with the prices %s and %s', (overPrice, underPrice) => {
    expect(noVigOver({ overPrice, underPrice })).toBeUndefined();
  });

  test('is between 0 and 1, and the probabilities of both sides add up to 1', async () => {
    await fc.assert(
      fc.property(anyPrice, anyPrice, (overPrice, underPrice) => {
        const over = noVigOver({ overPrice, underPrice }) ?? Number.NaN;
        const under = noVigOver({ overPrice: underPrice, underPrice: overPrice }) ?? Number.NaN;
        expect(over).toBeGreaterThan(0);
        expect(over).toBeLessThan(1);
        expect(over + under).toBeCloseTo(1, 12);
      }),
    );
  });
});
