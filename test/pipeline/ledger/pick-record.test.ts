import { describe, expect, it } from 'vitest';
import { pickRecord } from '#src/pipeline/ledger/pick-record.ts';
import { wilsonInterval } from '#src/pipeline/ledger/wilson-interval.ts';

type Pick = Parameters<typeof pickRecord>[0][number];

const published = { state: 'published', price: 100 } as const;
const WON: Pick = { ...published, result: 'won', profit_units: 1 };
const LOST: Pick = { ...published, result: 'lost', profit_units: -1 };
const PUSH: Pick = { ...published, result: 'push', profit_units: 0 };
const VOID: Pick = { ...published, result: 'void', profit_units: 0 };
const OPEN: Pick = { ...published, result: null, profit_units: null };
const WITHDRAWN: Pick = { state: 'withdrawn', price: 100, result: null, profit_units: null };

const times = (n: number, pick: Pick): readonly Pick[] => Array.from({ length: n }, () => pick);

describe('the record', () => {
  it('counts each pick once, and a withdrawn pick not as published', () => {
    expect(pickRecord([WON, WON, LOST, PUSH, VOID, OPEN, WITHDRAWN])).toEqual({
      published: 6,
      won: 2,
      lost: 1,
      pushes: 1,
      voids: 1,
      open: 1,
      withdrawn: 1,
      units: 1,
      rates: null,
    });
  });

  it('adds up the units at real prices', () => {
    const longShot: Pick = { ...WON, price: 250, profit_units: 2.5 };
    const favourite: Pick = { ...WON, price: -125, profit_units: 0.8 };
    expect(pickRecord([longShot, favourite, LOST]).units).toBe(2.3);
  });

  it('has no rates for fewer than 20 decided picks, however many are pushed, void or open', () => {
    const few = [...times(12, WON), ...times(7, LOST)];
    expect(pickRecord([...few, ...times(9, PUSH), ...times(9, VOID), ...times(9, OPEN)]).rates).toBeNull();
    expect(pickRecord([...few, LOST]).rates).toMatchObject({ hit_rate: 0.6, break_even: 0.5, verdict: 'unclear' });
  });

  it.each([
    [60, 40, 'above'],
    [55, 45, 'unclear'],
    [45, 55, 'unclear'],
    [40, 60, 'below'],
  ])('of %i won and %i lost picks at even money is %s break-even', (won, lost, verdict) => {
    expect(pickRecord([...times(won, WON), ...times(lost, LOST)]).rates?.verdict).toBe(verdict);
  });

  it('compares with the break-even rate of its own prices', () => {
    const cheap = times(60, { ...WON, price: -150, profit_units: 2 / 3 });
    const rates = pickRecord([...cheap, ...times(40, { ...LOST, price: -150 })]).rates;
    expect(rates?.break_even).toBeCloseTo(0.6);
    expect(rates?.verdict).toBe('unclear');
  });

  it('of no picks is empty', () => {
    expect(pickRecord([])).toMatchObject({ published: 0, units: 0, rates: null });
  });
});

/** The reference values are those of `prop.test(x, n, correct = FALSE)` in R. */
describe('the Wilson interval', () => {
  it.each([
    [0, 10, [0, 0.2775]],
    [5, 10, [0.2366, 0.7634]],
    [15, 20, [0.5313, 0.8881]],
    [60, 100, [0.502, 0.6906]],
    [10, 10, [0.7225, 1]],
  ] as const)('of %i among %i is %j', (successes, n, ends) => {
    const interval = wilsonInterval(successes, n);
    expect(interval?.low).toBeCloseTo(ends[0], 3);
    expect(interval?.high).toBeCloseTo(ends[1], 3);
  });

  it('does not exist without a trial', () => {
    expect(wilsonInterval(0, 0)).toBeUndefined();
  });
});
