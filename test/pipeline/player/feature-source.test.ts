import { expect, it } from 'vitest';
import { featureSource } from '#src/pipeline/player/feature-source.ts';

it.each([
  [[], [], 'this_season'],
  [['points_avg_season'], [], 'last_season'],
  [[], ['home_away'], 'assumed_features'],
  [['points_avg_season'], ['home_away'], 'assumed_features'],
] as const)('last season %j and assumed %j give %s', (last_season_features, assumed_features, source) => {
  expect(featureSource({ last_season_features, assumed_features })).toBe(source);
  const asText = { last_season_features: last_season_features.join(), assumed_features: assumed_features.join() };
  expect(featureSource(asText)).toBe(source);
});

it('a row that is older than the lists uses this season', () => {
  expect(featureSource({ last_season_features: null, assumed_features: null })).toBe('this_season');
});
