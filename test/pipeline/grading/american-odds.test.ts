import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakEven, profitAt, STANDARD_PRICE } from '#src/pipeline/grading/american-odds.ts';

describe('American odds', () => {
  it.each([
    [100, 1],
    [-100, 1],
    [150, 1.5],
    [-200, 0.5],
    [-110, 100 / 110],
    [215, 2.15],
    [-10_000, 0.01],
  ])('a winning stake at %d returns a profit of %d', (price, profit) => {
    expect(profitAt(price)).toBeCloseTo(profit, 12);
  });

  it.each([0, 50, -99, Number.NaN, Number.POSITIVE_INFINITY])('%d is an invalid price', (price) => {
    expect(profitAt(price)).toBeUndefined();
  });
});

describe('the break-even rate', () => {
  it('at the standard price is 52.4 %', () => {
    expect(breakEven([profitAt(STANDARD_PRICE) ?? 0])).toBeCloseTo(0.5238, 4);
  });

  it('is unknown without stakes', () => {
    expect(breakEven([])).toBeUndefined();
  });

  it('is the share of wins at which the profits of all stakes add up to zero', () => {
    const profit = fc.double({ min: 0.01, max: 10, noNaN: true });
    fc.assert(
      fc.property(fc.array(profit, { minLength: 1, maxLength: 50 }), (profits) => {
        const share = breakEven(profits) ?? 0;
        const total = profits.reduce((sum, each) => sum + share * each - (1 - share), 0);
        expect(total).toBeCloseTo(0, 8);
      }),
    );
  });
});
