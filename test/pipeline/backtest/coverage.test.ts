import { describe, expect, it } from 'vitest';
import { coverageOf, sumCoverage } from '#src/pipeline/backtest/coverage.ts';
import type { GameOutcome } from '#src/pipeline/backtest/read-outcomes.ts';

function outcome(player_lookup: string, changes: Partial<GameOutcome> = {}): GameOutcome {
  return { game_id: 'g', player_lookup, points: 10, minutes: 20, has_line: true, ...changes };
}

describe('the coverage of a date', () => {
  it('counts only players who had a line and played', () => {
    const outcomes = [outcome('ann'), outcome('bea', { has_line: false }), outcome('cat', { minutes: 0 })];
    const decisions = new Map([
      ['ann', 'predicted'],
      ['bea', 'predicted'],
      ['cat', 'predicted'],
    ]);
    expect(coverageOf(outcomes, decisions)).toEqual({ lined: 1, predicted: 1, unpredicted: {} });
  });

  it('counts the others by reason', () => {
    const outcomes = [outcome('ann'), outcome('bea'), outcome('cat'), outcome('dot')];
    const decisions = new Map([
      ['ann', 'predicted'],
      ['bea', 'missing_features'],
      ['cat', 'missing_features'],
    ]);
    expect(coverageOf(outcomes, decisions)).toEqual({
      lined: 4,
      predicted: 1,
      unpredicted: { missing_features: 2, not_a_candidate: 1 },
    });
  });
});

it('the coverage of several dates is their sum', () => {
  const days = [
    { lined: 3, predicted: 2, unpredicted: { no_features: 1 } },
    { lined: 4, predicted: 1, unpredicted: { no_features: 2, quality_too_low: 1 } },
  ];
  expect(sumCoverage(days)).toEqual({ lined: 7, predicted: 3, unpredicted: { no_features: 3, quality_too_low: 1 } });
  expect(sumCoverage([])).toEqual({ lined: 0, predicted: 0, unpredicted: {} });
});
