import { describe, expect, it } from 'vitest';
import { loadCatboostModel } from '#src/pipeline/models/catboost/load-catboost-model.ts';
import { parseModelCard } from '#src/pipeline/models/catboost/model-card.ts';
import type { ModelAnswer } from '#src/pipeline/models/model.ts';
import { ANSWERS, fixtureBytes } from './fixtures.ts';
import { trainedCard } from './trained-card.ts';

const FILE = 'nan-min.cbm';
/** Features 1 and 5 of the fixture may be missing. */
const VALUES = [0.5, 12, 1, 7.25, 1.5, -1, 0, 0.25];
const COMPLETE = {
  ...Object.fromEntries(VALUES.map((value, index) => [`feature_${index}`, value])),
  points_std_last_10: 5,
};

function predict(features: Readonly<Record<string, number | undefined>>, card: Readonly<Record<string, unknown>> = {}) {
  const text = JSON.stringify(trainedCard(FILE, card));
  const model = loadCatboostModel(parseModelCard('catboost_v9.json', text), fixtureBytes(FILE));
  const given = Object.fromEntries(
    Object.entries(features).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  return model.predict({ features: given, quality: 90, daysRest: 1, line: 10, history: [] });
}

function points(answer: ModelAnswer): number {
  return 'predictedPoints' in answer ? answer.predictedPoints : Number.NaN;
}

describe('a trained model', () => {
  it('predicts the same as the Python package for features read by name', () => {
    const { rows, raw } = ANSWERS.find(({ name }) => name === 'nan-min') ?? { rows: [], raw: [] };
    const usable = rows.flatMap((row, index) =>
      row.every((value, place) => Number.isFinite(value) || (Number.isNaN(value) && [1, 5].includes(place)))
        ? [{ row, raw: raw[index] ?? Number.NaN }]
        : [],
    );

    expect(usable.length).toBeGreaterThan(100);
    for (const one of usable) {
      const features = Object.fromEntries(one.row.map((value, place) => [`feature_${place}`, value]).toReversed());
      expect(points(predict({ ...features, points_std_last_10: 5 }))).toBeCloseTo(one.raw, 9);
    }
  });

  it('reads names in another order, and ignores unknown names', () => {
    const reversed = Object.fromEntries(Object.entries(COMPLETE).toReversed());

    expect(predict({ later_feature: Number.NaN, ...reversed })).toEqual(predict(COMPLETE));
  });

  it('reads a missing feature as NaN when the card allows it to be missing', () => {
    expect(predict({ ...COMPLETE, feature_1: undefined })).toEqual(predict({ ...COMPLETE, feature_1: Number.NaN }));
    expect(predict({ ...COMPLETE, feature_1: undefined })).not.toEqual(predict({ ...COMPLETE, feature_1: 0 }));
  });

  it.each([
    [{ feature_0: undefined }, 'it lacks feature_0'],
    [{ feature_0: undefined, feature_7: undefined }, 'it lacks feature_0 and feature_7'],
    [{ feature_0: Number.NaN }, 'feature_0 is NaN'],
    [{ feature_0: Number.POSITIVE_INFINITY }, 'feature_0 is infinite'],
    [{ feature_1: Number.NEGATIVE_INFINITY }, 'feature_1 is infinite'],
    [{ points_std_last_10: undefined }, 'it lacks points_std_last_10'],
    [{ points_std_last_10: Number.NaN }, 'points_std_last_10 is NaN'],
  ])('RT-26: with %o it is absent: %s', (changes, reason) => {
    expect(predict({ ...COMPLETE, ...changes })).toEqual({ absent: reason });
  });

  it('reads a feature by its older name', () => {
    const card = { offset: ['home_away'] };

    expect(predict({ ...COMPLETE, is_home: 1 }, card)).toEqual(predict({ ...COMPLETE, home_away: 1 }, card));
  });
});

describe('the offset of a model', () => {
  const offset = ['vegas_points_line', 'points_avg_season'];
  const base = points(predict(COMPLETE));

  it.each([
    [{ vegas_points_line: 3, points_avg_season: 5 }, 3],
    [{ points_avg_season: 5 }, 5],
    [{ vegas_points_line: Number.NaN, points_avg_season: 5 }, 5],
    [{ vegas_points_line: 1_000 }, 60 - base],
    [{ vegas_points_line: -1_000 }, -base],
  ])('of %o adds %f points, within 0 and 60', (features, added) => {
    expect(points(predict({ ...COMPLETE, ...features }, { offset }))).toBeCloseTo(base + added, 9);
  });

  it.each([
    [{}, 'it lacks vegas_points_line and points_avg_season'],
    [{ vegas_points_line: Number.POSITIVE_INFINITY, points_avg_season: 5 }, 'vegas_points_line is infinite'],
  ])('of %o makes the model absent: %s', (features, reason) => {
    expect(predict({ ...COMPLETE, ...features }, { offset })).toEqual({ absent: reason });
  });
});
