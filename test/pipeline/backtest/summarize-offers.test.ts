import { describe, expect, test } from 'vitest';
import { measureCalibration } from '#src/pipeline/backtest/measure-calibration.ts';
import { measureReturns } from '#src/pipeline/backtest/measure-returns.ts';
import type { ReplayedOffers } from '#src/pipeline/backtest/replay-offers.ts';
import { summarizeOffers } from '#src/pipeline/backtest/summarize-offers.ts';
import { priceMarket } from '#src/pipeline/pricing/price-market.ts';
import { A_TRAINING } from '../pricing/a-training.ts';
import { anOffer } from '../pricing/an-offer.ts';

describe('returns', () => {
  test('have a 95 % interval of 1.96 standard errors', () => {
    const { roi, low, high, n } = measureReturns([1, -1, 1, -1]);
    const error = Math.sqrt(4 / 3 / 4);
    expect([n, roi]).toEqual([4, 0]);
    expect(low).toBeCloseTo(-1.96 * error, 12);
    expect(high).toBeCloseTo(1.96 * error, 12);
  });

  test.each([
    [[], null],
    [[0.9], 0.9],
  ])('have no interval with fewer than two bets: %j', (profits, roi) => {
    expect(measureReturns(profits)).toEqual({ n: profits.length, roi, low: null, high: null });
  });
});

describe('calibration', () => {
  test('has no error when every decile has its predicted share', () => {
    const results = Array.from({ length: 100 }, (_, index) => ({ probability: 0.5, isOver: index % 2 === 0 }));
    const measured = measureCalibration(results);
    expect(measured).toMatchObject({ n: 100, brier: 0.25, error: 0 });
    expect(measured.deciles).toHaveLength(10);
  });

  test('sorts the deciles by probability, and the error is the mean difference', () => {
    const results = Array.from({ length: 20 }, (_, index) => ({ probability: index < 10 ? 0.3 : 0.7, isOver: true }));
    const { deciles, error } = measureCalibration(results.toReversed());
    expect(deciles.map(({ predicted }) => Number(predicted.toFixed(6)))).toEqual([
      0.3, 0.3, 0.3, 0.3, 0.3, 0.7, 0.7, 0.7, 0.7, 0.7,
    ]);
    expect(error).toBeCloseTo(0.5, 12);
  });

  test('of nothing is unknown', () => {
    expect(measureCalibration([])).toEqual({ n: 0, brier: null, error: null, deciles: [] });
  });
});

const { offers: OFFERS } = priceMarket(
  { offers: [anOffer('bovada'), anOffer('fanduel'), anOffer('betmgm')], pastPoints: [], projectedPoints: undefined },
  A_TRAINING,
);
const PICK = { type: 'pick', side: 'OVER', price: 120, line: 14.5 } as const;

function played(points: number | null, decision: ReplayedOffers['decision'] = PICK): ReplayedOffers {
  return { offers: OFFERS, decision, points };
}

describe('the results of offers', () => {
  test('count won, lost and voided picks, and their profit at the price', () => {
    const results = summarizeOffers([played(20), played(20), played(3), played(null)]);
    expect(results).toMatchObject({ players: 3, voided: 1, picks: { n: 3, won: 2, lost: 1, pushed: 0 } });
    expect(results.picks.roi).toBeCloseTo((1.2 + 1.2 - 1) / 3, 12);
  });

  test('a pick that ends exactly at the line is neither won nor lost', () => {
    const pushed = summarizeOffers([played(15, { ...PICK, line: 15 })]);
    expect(pushed.picks).toMatchObject({ n: 1, roi: 0, won: 0, lost: 0, pushed: 1 });
  });

  test('the average offer loses the margin', () => {
    expect(summarizeOffers([played(20), played(3)]).average_offer.roi).toBeCloseTo((100 / 110 - 1) / 2, 12);
  });

  test('count players without a pick by reason', () => {
    const none = { type: 'no-pick', reason: 'low_value' } as const;
    expect(summarizeOffers([played(20, none), played(null, none), played(3)]).no_pick).toEqual({ low_value: 2 });
  });

  test('of no offer have no values', () => {
    const { picks, average_offer, calibration } = summarizeOffers([]);
    expect([picks.n, picks.roi, average_offer.roi, calibration.brier]).toEqual([0, null, null, null]);
  });
});
