import { describe, expect, test } from 'vitest';
import { rateOfText, rateText, returnText } from '#src/operations/kit/rate-text.ts';

describe('a rate', () => {
  test.each([
    [{ won: 7, of: 12 }, '7 of 12', '7 of 12'],
    [{ won: 0, of: 19 }, '0 of 19', '0 of 19'],
    [{ won: 10, of: 20 }, '50.0 %', '50.0 % of 20'],
    [{ won: 1100, of: 2000 }, '55.0 %', '55.0 % of 2,000'],
    [{ won: 0, of: 0 }, null, null],
  ])('of %o is a percentage from 20 cases on, and counts below', (successes, rate, rateOf) => {
    expect(rateText(successes)).toBe(rate);
    expect(rateOfText(successes)).toBe(rateOf);
  });
});

describe('a return', () => {
  test.each([
    [0.0242, 240, '+2.4 %'],
    [-0.05, 20, '−5.0 %'],
    [0.075, 12, '+0.9 units on 12 bets'],
    [-1, 1, '−1.0 units on 1 bet'],
    [-0.0004, 240, '0.0 %'],
    [null, 0, null],
  ])('of %d on %d bets is %s', (roi, bets, text) => {
    expect(returnText(roi, bets)).toBe(text);
  });
});
