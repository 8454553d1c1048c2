import { describe, expect, it } from 'vitest';
import { FEATURE_NAMES } from '#src/pipeline/features/feature-names.ts';
import type { BaseModel } from '#src/pipeline/models/model.ts';
import { movingAverage } from '#src/pipeline/models/moving-average.ts';
import { similarityBalancedV1 } from '#src/pipeline/models/similarity-balanced-v1.ts';
import { zoneMatchupV1 } from '#src/pipeline/models/zone-matchup-v1.ts';
import { EXAMPLE_INPUT, exampleWith } from './example-input.ts';
import { RULE_MODELS } from './rule-models.ts';

const BROKEN = [undefined, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

const OLDER_NAMES: Readonly<Record<string, string>> = {
  home_away: 'is_home',
  opponent_def_rating: 'opponent_def_rating_last_15',
  games_in_last_7_days: 'games_played_last_7_days',
  pct_paint: 'paint_rate_last_10',
  pct_mid_range: 'mid_range_rate_last_10',
  pct_three: 'three_pt_rate_last_10',
};

const NEEDED: readonly (readonly [BaseModel, readonly string[]])[] = [
  [
    movingAverage,
    [
      'points_avg_last_5',
      'points_avg_last_10',
      'points_avg_season',
      'points_std_last_10',
      'fatigue_score',
      'shot_zone_mismatch_score',
      'pace_score',
      'usage_spike_score',
      'home_away',
      'back_to_back',
    ],
  ],
  [
    zoneMatchupV1,
    [
      'points_avg_season',
      'points_std_last_10',
      'fatigue_score',
      'pace_score',
      'home_away',
      'pct_paint',
      'pct_mid_range',
      'pct_three',
    ],
  ],
  [
    similarityBalancedV1,
    [
      'points_avg_last_5',
      'points_avg_season',
      'home_away',
      'fatigue_score',
      'shot_zone_mismatch_score',
      'pace_score',
      'usage_spike_score',
    ],
  ],
];

const DEFAULTS: readonly (readonly [BaseModel, string, number])[] = [
  [movingAverage, 'games_in_last_7_days', 3],
  [zoneMatchupV1, 'games_in_last_7_days', 3],
  [zoneMatchupV1, 'opponent_def_rating', 112],
  [zoneMatchupV1, 'pct_free_throw', 12],
  [similarityBalancedV1, 'opponent_def_rating', 112],
];

function reasonOf(name: string, value: number | undefined): string {
  if (value === undefined) return `it lacks ${name}`;
  return `${name} is ${Number.isNaN(value) ? 'NaN' : 'infinite'}`;
}

describe('a model that lacks a feature', () => {
  const gaps = NEEDED.flatMap(([model, names]) =>
    names.flatMap((name) => BROKEN.map((value) => ({ model, id: model.systemId, name, value }))),
  );

  it.each(gaps)(
    'RT-26: $id with $name = $value is absent and gives the reason; zero does not replace it',
    ({ model, name, value }) => {
      expect(model.predict(exampleWith({ [name]: value }))).toEqual({ absent: reasonOf(name, value) });
    },
  );

  it.each(DEFAULTS)('$0.systemId uses the documented default when $1 is missing', (model, name, standIn) => {
    expect(model.predict(exampleWith({ [name]: undefined }))).toEqual(model.predict(exampleWith({ [name]: standIn })));
  });

  it.each(DEFAULTS)('$0.systemId is absent when $1 is present but not a number', (model, name) => {
    expect(model.predict(exampleWith({ [name]: Number.NaN }))).toEqual({ absent: `${name} is NaN` });
  });
});

describe('the order, length and version of a feature vector', () => {
  const answer = (features: Readonly<Record<string, number>>) =>
    RULE_MODELS.map((model) => model.predict({ ...EXAMPLE_INPUT, features }));
  const known = Object.entries(EXAMPLE_INPUT.features);

  it('do not matter: reversed names give the same predictions', () => {
    expect(answer(Object.fromEntries(known.toReversed()))).toEqual(answer(EXAMPLE_INPUT.features));
  });

  it.each([25, 33, 37, 39, 45])('RT-19: a vector of %i features with the required names is accepted', (length) => {
    const names = [...FEATURE_NAMES, ...Array.from({ length: 8 }, (_, index) => `later_feature_${index}`)];
    const features = {
      ...Object.fromEntries(names.slice(0, length).map((name) => [name, 1])),
      ...EXAMPLE_INPUT.features,
    };

    expect(Object.keys(features)).toHaveLength(length);
    expect(answer(features)).toEqual(answer(EXAMPLE_INPUT.features));
  });

  it('features with their older names are found', () => {
    const renamed = known.map(([name, value]) => [OLDER_NAMES[name] ?? name, value]);

    expect(answer(Object.fromEntries(renamed))).toEqual(answer(EXAMPLE_INPUT.features));
  });

  it('the value of the current name is used when both names are present', () => {
    expect(answer({ ...EXAMPLE_INPUT.features, is_home: 0, opponent_def_rating_last_15: 90 })).toEqual(
      answer(EXAMPLE_INPUT.features),
    );
  });
});
