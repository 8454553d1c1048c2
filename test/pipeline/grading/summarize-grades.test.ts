import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Actual, gradePrediction } from '#src/pipeline/grading/grade-prediction.ts';
import { type GradedPrediction, summarizeGrades } from '#src/pipeline/grading/summarize-grades.ts';

interface Case {
  readonly system: string;
  readonly predicted: number;
  readonly says: string;
  readonly line: number;
  /** Null when the player did not play. */
  readonly scored: number | null;
  readonly prices: readonly [over: number | null, under: number | null];
}

const CASE: Case = { system: 'm', predicted: 24, says: 'OVER', line: 21.5, scored: 25, prices: [null, null] };

function graded(given: Partial<Case>): GradedPrediction {
  const { system, predicted, says, line, scored, prices } = { ...CASE, ...given };
  const prediction = { predicted_points: predicted, recommendation: says, line, status_when_predicted: null };
  const actual: Actual =
    scored === null ? { type: 'did-not-play', last_status: null } : { type: 'played', points: scored, minutes: 30 };
  const result = gradePrediction(prediction, actual);
  if (result.type !== 'graded') throw new Error(result.reason);
  return {
    system_id: system,
    recommendation: says,
    over_price: prices[0],
    under_price: prices[1],
    ...result.grade,
  };
}

function summary(...cases: readonly Partial<Case>[]) {
  const [only] = summarizeGrades(cases.map(graded));
  if (only === undefined) throw new Error('nothing was summarised');
  return only;
}

describe('the errors of a model', () => {
  it('are summarized as mean absolute error, mean and median', () => {
    const { n, mae, bias, median_error } = summary(
      { predicted: 20, scored: 22 },
      { predicted: 20, scored: 19 },
      { predicted: 20, scored: 10 },
      { predicted: 20, scored: 20 },
    );
    expect([n, mae, bias, median_error]).toEqual([4, 3.25, 2.25, 0.5]);
  });

  it('count a game that ended exactly at the prediction half as above it', () => {
    expect(summary({ scored: 25 }, { scored: 10 }, { scored: 24 }, { scored: 24 }).share_above).toBe(0.5);
  });

  it('within 3 and 5 points are shares', () => {
    const { within_3, within_5 } = summary({ scored: 27 }, { scored: 19 }, { scored: 30 }, { scored: 40 });
    expect([within_3, within_5]).toEqual([0.25, 0.5]);
  });

  it('are shown with those of the line for the same games', () => {
    const { line_mae, n } = summary({ line: 20.5, scored: 25 }, { line: 20.5, scored: 19 }, { scored: null });
    expect([line_mae, n]).toEqual([3, 2]);
  });

  it('are unknown, not zero, when none of its players played', () => {
    expect(summary({ scored: null })).toMatchObject({ n: 0, mae: null, bias: null, median_error: null, voids: 1 });
  });
});

describe('the picks of a model', () => {
  it('give a hit rate from wins and losses, without pushes, voids and passes', () => {
    const { picks, pushes, voids } = summary(
      { scored: 30 },
      { scored: 30 },
      { scored: 10 },
      { line: 22, scored: 22 },
      { scored: null },
      { says: 'PASS', scored: 30 },
    );
    expect(picks).toMatchObject({ made: 5, won: 2, lost: 1, hit_rate: 2 / 3 });
    expect([pushes, voids]).toEqual([1, 1]);
  });

  it('at an edge of 3 and 5 include the exact edge, on both sides of the line', () => {
    const { picks, picks_edge_3, picks_edge_5 } = summary(
      { predicted: 24.4 },
      { predicted: 24.5 },
      { predicted: 18.5, says: 'UNDER' },
      { predicted: 26.5 },
    );
    expect([picks.made, picks_edge_3.made, picks_edge_5.made]).toEqual([4, 3, 1]);
  });

  it('have no hit rate when all were pushed or voided', () => {
    expect(summary({ scored: null }).picks).toMatchObject({ made: 1, hit_rate: null, roi: null, break_even: null });
  });

  it('earn by the price of the picked side, and only where the price is known', () => {
    const { picks } = summary(
      { prices: [150, -180], scored: 30 },
      { prices: [-110, -110], scored: 10 },
      { says: 'UNDER', predicted: 18, prices: [-200, 120], scored: 30 },
      { prices: [null, -110], scored: 30 },
      { prices: [50, -110], scored: 30 },
    );
    expect(picks).toMatchObject({ won: 3, lost: 2, priced: 3 });
    expect(picks.roi).toBeCloseTo((1.5 - 1 - 1) / 3, 12);
    expect(picks.break_even).toBeCloseTo(3 / (2.5 + 210 / 110 + 2.2), 12);
  });

  it('lose nothing at a push, whatever the price', () => {
    expect(summary({ line: 22, scored: 22, prices: [-110, -110] }).picks).toMatchObject({ priced: 0, roi: null });
  });
});

it('models are summarized separately, in order of appearance', () => {
  const cases = [{ system: 'b' }, { system: 'a' }, { system: 'b', scored: 10 }];
  expect(summarizeGrades(cases.map(graded)).map(({ system_id, n }) => [system_id, n])).toEqual([
    ['b', 2],
    ['a', 1],
  ]);
});

it('without graded predictions there is no summary', () => {
  expect(summarizeGrades([])).toEqual([]);
});

it('a summary does not depend on the order of the rows', () => {
  const anyCase = fc.record({
    predicted: fc.integer({ min: 0, max: 600 }).map((tenths) => tenths / 10),
    says: fc.constantFrom('OVER', 'UNDER', 'PASS'),
    line: fc.integer({ min: 1, max: 80 }).map((halves) => halves / 2),
    scored: fc.option(fc.integer({ min: 0, max: 60 })),
  });
  fc.assert(
    fc.property(fc.array(anyCase, { minLength: 1, maxLength: 30 }), (cases) => {
      const [there, back] = [summary(...cases), summary(...cases.toReversed())];
      expect(back.picks).toEqual(there.picks);
      expect(back.mae).toBeCloseTo(there.mae ?? 0, 9);
      expect(there.picks.made).toBeGreaterThanOrEqual(there.picks_edge_3.made);
      expect(there.picks_edge_3.made).toBeGreaterThanOrEqual(there.picks_edge_5.made);
    }),
  );
});
