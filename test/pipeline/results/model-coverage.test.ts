import { expect, it } from 'vitest';
import { partialCoverage } from '#src/pipeline/results/model-coverage.ts';

const LACKS = 'it lacks pct_paint';
const FEW = 'fewer than 5 of the past games are like tonight';

it('models that predicted every player are not listed', () => {
  expect(partialCoverage([{ system_id: 'moving_average', players: 3 }], [{}, {}, {}])).toEqual([]);
});

it('a model without any rows comes first', () => {
  const found = [
    { system_id: 'moving_average', players: 3 },
    { system_id: 'similarity_balanced_v1', players: 2 },
  ];
  const absences = [{ zone_matchup_v1: LACKS, similarity_balanced_v1: FEW }, { zone_matchup_v1: LACKS }];

  expect(partialCoverage(found, absences)).toEqual([
    { system_id: 'zone_matchup_v1', players: 0, reason: LACKS },
    { system_id: 'similarity_balanced_v1', players: 2, reason: FEW },
  ]);
});

it('the most frequent of several reasons is shown', () => {
  const absences = [{ a: 'it failed: no trees' }, { a: LACKS }, { a: LACKS }];

  expect(partialCoverage([], absences)).toEqual([{ system_id: 'a', players: 0, reason: LACKS }]);
});
