import { expect, test } from 'vitest';
import { type ComparedModel, decideHeadline } from '#src/pipeline/headline/decide-headline.ts';

const BETTER: ComparedModel = { system_id: 'better', players: 500, mae: 4.55, headline_mae: 4.6 };

test('a model with 500 players and an error that is 0.05 points smaller takes over', () => {
  expect(decideHeadline([BETTER])).toBe(BETTER);
});

test.for<[string, Partial<ComparedModel>]>([
  ['499 players', { players: 499 }],
  ['an error that is less than 0.05 points smaller', { mae: 4.551 }],
  ['the same error', { mae: 4.6 }],
  ['a larger error', { mae: 4.7 }],
])('a model with %s does not take over', ([, changed]) => {
  expect(decideHeadline([{ ...BETTER, ...changed }])).toBeUndefined();
});

test('the model with the largest difference takes over from the headline model', () => {
  const best = { ...BETTER, system_id: 'best', mae: 4.4 };
  expect(decideHeadline([BETTER, best, { ...BETTER, system_id: 'few', mae: 3, players: 20 }])).toBe(best);
});

test('without graded players no model takes over', () => {
  expect(decideHeadline([])).toBeUndefined();
});
