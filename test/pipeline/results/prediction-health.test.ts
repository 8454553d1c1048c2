import { expect, it } from 'vitest';
import { type HealthFigures, predictionProblems } from '#src/pipeline/results/prediction-health.ts';

const HEALTHY: HealthFigures = {
  row_count: 914,
  player_count: 119,
  actionable_count: 90,
  no_line_count: 60,
  default_confidence_count: 3,
};

it.each<[string, Partial<HealthFigures>, readonly string[]]>([
  ['are healthy', {}, []],
  ['are absent', { row_count: 0, player_count: 0 }, ['There are 8 games and no predictions.']],
  ['have few players', { player_count: 47 }, ['Only 47 players are predicted; 48 are expected.']],
  ['have few picks', { actionable_count: 9 }, ['Only 9 rows are actionable; at least 10 are expected.']],
  ['have no lines', { no_line_count: 457 }, ['457 of 914 rows have no betting line.']],
  [
    'come from no model (RT-25)',
    { default_confidence_count: 914 },
    ['Every row has the confidence 50, so a model is probably missing.'],
  ],
])('the predictions of eight games %s', (_title, figures, expected) => {
  expect(predictionProblems(8, { ...HEALTHY, ...figures })).toEqual(expected);
});

it('a date without games has no problem', () => {
  expect(predictionProblems(0, { ...HEALTHY, row_count: 0 })).toEqual([]);
});
