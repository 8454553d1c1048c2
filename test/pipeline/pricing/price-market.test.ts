import { describe, expect, test } from 'vitest';
import type { Offer } from '#src/pipeline/pricing/offer.ts';
import { chancesAt } from '#src/pipeline/pricing/points-distribution.ts';
import { priceMarket } from '#src/pipeline/pricing/price-market.ts';
import { A_TRAINING } from './a-training.ts';
import { anOffer } from './an-offer.ts';

interface Known {
  readonly pastPoints?: readonly number[];
  readonly projectedPoints?: number;
}

function priced(offers: readonly Offer[], { pastPoints = [], projectedPoints }: Known = {}) {
  return priceMarket({ offers, pastPoints, projectedPoints }, A_TRAINING).offers;
}

function overOf(offers: readonly Offer[], known: Known = {}) {
  return priced(offers, known)[0]?.chances.over ?? Number.NaN;
}

const EVEN = [anOffer('fanduel'), anOffer('betmgm'), anOffer('draftkings')];

describe('the chances of an offer', () => {
  test('are even when the other bookmakers have even prices at the same line', () => {
    expect(overOf([anOffer('bovada', { overPrice: -200, underPrice: 160 }), ...EVEN])).toBeCloseTo(0.5, 6);
  });

  test('do not depend on the prices of the offer itself', () => {
    const expensive = anOffer('bovada', { overPrice: -300, underPrice: 220 });
    expect(overOf([expensive, ...EVEN])).toBe(overOf([anOffer('bovada'), ...EVEN]));
  });

  test('do not depend on alternate lines of other bookmakers', () => {
    const alternate = anOffer('fanduel', { kind: 'alternate', line: 9.5, overPrice: -300, underPrice: 220 });
    expect(overOf([anOffer('bovada'), ...EVEN, alternate])).toBe(overOf([anOffer('bovada'), ...EVEN]));
  });

  test('rise when the other bookmakers expect more points', () => {
    const higher = EVEN.map((other) => ({ ...other, line: 16.5 }));
    expect(overOf([anOffer('bovada'), ...higher])).toBeGreaterThan(0.58);
  });

  test.each([
    ['above', 20.5, (over: number) => over > 0.55],
    ['below', 8.5, (over: number) => over < 0.45],
  ])('follow a projection %s the lines by a share of the difference', (_, projectedPoints, isMoved) => {
    expect(isMoved(overOf([anOffer('bovada'), ...EVEN], { projectedPoints }))).toBe(true);
  });

  test('are probabilities when the projection lies far below the lines of an unlikely scorer', () => {
    const unlikely = EVEN.map((other) => ({ ...other, line: 2.5, overPrice: 2000, underPrice: -5000 }));
    for (const { chances, overValue } of priced(unlikely, { projectedPoints: 0 })) {
      expect(chances.over).toBeGreaterThanOrEqual(0);
      expect(chances.over + chances.under).toBeCloseTo(1, 12);
      expect(overValue).toBeLessThan(0);
    }
  });

  test('come from the own price when no other bookmaker has one', () => {
    const [only] = priced([anOffer('bovada', { overPrice: -200, underPrice: 160 }), anOffer('prizepicks', NO_PRICE)]);
    expect(only?.chances.over).toBeCloseTo(200 / 300 / (200 / 300 + 100 / 260), 6);
    expect(only?.otherBooks).toBe(0);
  });

  test('come from the usual share of overs when no bookmaker has prices', () => {
    const [only] = priced([anOffer('prizepicks', NO_PRICE)]);
    expect(only?.chances.over).toBeCloseTo(A_TRAINING.overShare, 6);
    expect(only).toMatchObject({ otherBooks: 0, overValue: null, underValue: null });
  });

  test('at a distant line are closer to even for a player whose points vary more', () => {
    const distant = anOffer('bovada', { line: 24.5, kind: 'alternate' });
    const steady = overOf([distant, ...EVEN], { pastPoints: Array.from({ length: 30 }, (_, game) => 14 + (game % 2)) });
    const wild = overOf([distant, ...EVEN], { pastPoints: Array.from({ length: 30 }, (_, game) => (game % 2) * 29) });
    expect(wild).toBeGreaterThan(steady);
  });
});

const NO_PRICE = { overPrice: null, underPrice: null };

describe('the expected value', () => {
  test('of an even chance is the price against 1', () => {
    const [offer] = priced([anOffer('bovada', { overPrice: 120, underPrice: -150 }), ...EVEN]);
    expect(offer?.overValue).toBeCloseTo(0.5 * 1.2 - 0.5, 6);
    expect(offer?.underValue).toBeCloseTo(0.5 * (100 / 150) - 0.5, 6);
  });

  test('counts a push as neither won nor lost', () => {
    const whole = EVEN.map((other) => ({ ...other, line: 15 }));
    const [offer] = priced([anOffer('bovada', { line: 15, overPrice: 100, underPrice: 100 }), ...whole]);
    expect(offer?.chances.push).toBeGreaterThan(0.04);
    expect(offer?.overValue).toBeCloseTo(0, 6);
  });

  test('is unknown for a missing or invalid price', () => {
    const [offer] = priced([anOffer('bovada', { overPrice: 50, underPrice: null }), ...EVEN]);
    expect(offer).toMatchObject({ overValue: null, underValue: null });
  });
});

describe('the distribution of all bookmakers', () => {
  const overAt = (offers: readonly Offer[], line: number) => {
    const { distribution: found } = priceMarket({ offers, pastPoints: [], projectedPoints: undefined }, A_TRAINING);
    return found === undefined ? undefined : chancesAt(found, line).over;
  };

  test('is even at a line that all of them offer at even prices', () => {
    expect(overAt(EVEN, 14.5)).toBeCloseTo(0.5, 6);
  });

  test('ignores lines without prices when others have prices', () => {
    const unpriced = anOffer('prizepicks', { line: 20.5, ...NO_PRICE });
    expect(overAt([...EVEN, unpriced], 14.5)).toBeCloseTo(0.5, 6);
    expect(overAt([unpriced], 20.5)).toBeCloseTo(A_TRAINING.overShare, 6);
  });

  test('is unknown without a main line', () => {
    expect(overAt([], 14.5)).toBeUndefined();
    expect(overAt([anOffer('bovada', { kind: 'alternate' })], 14.5)).toBeUndefined();
  });
});
