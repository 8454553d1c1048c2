import { describe, expect, it } from 'vitest';
import { FEATURE_NAMES } from '#src/pipeline/features/feature-names.ts';
import type { ModelInput } from '#src/pipeline/models/model.ts';
import { type ModelRun, runModels } from '#src/pipeline/models/run-models.ts';
import { ALL_MODELS } from './all-models.ts';
import { EXAMPLE_INPUT } from './example-input.ts';

const TRAINED_ON = ALL_MODELS.flatMap(({ artifact }) => artifact?.features ?? []);
const NAMES = [...new Set([...FEATURE_NAMES, ...TRAINED_ON])];
/** The worked example with a value for every feature that any model reads. */
const FULL: ModelInput = {
  ...EXAMPLE_INPUT,
  features: { ...Object.fromEntries(NAMES.map((name) => [name, 1])), ...EXAMPLE_INPUT.features },
};

function run(features: ModelInput['features']): ModelRun {
  return runModels(ALL_MODELS, { ...FULL, features });
}

function without(name: string): ModelInput['features'] {
  return Object.fromEntries(Object.entries(FULL.features).filter(([other]) => other !== name));
}

/** Every model either predicts or gives the reason why not. None fails, and none is left out. */
function expectAnswers({ results, absent, errors }: ModelRun): void {
  expect(errors).toEqual([]);
  expect(results.length + absent.length).toBe(ALL_MODELS.length);
  for (const { prediction, confidencePercent } of results) {
    expect(prediction.predictedPoints).toBeGreaterThan(0);
    expect(prediction.predictedPoints).toBeLessThanOrEqual(60);
    expect(confidencePercent).toBeGreaterThan(0);
  }
  for (const { reason } of absent) expect(reason).not.toBe('');
}

const whole = run(FULL.features);

it('with every feature, all models predict', () => {
  expect(whole.absent).toEqual([]);
  expectAnswers(whole);
});

describe('RT-26: a feature that is not a number', () => {
  it.each(NAMES)(
    '%s: a model that requires it is absent and names it, and the other models predict as before',
    (name) => {
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        const broken = run({ ...FULL.features, [name]: value });

        expectAnswers(broken);
        for (const { systemId, reason } of broken.absent) {
          expect(reason, systemId).toMatch(new RegExp(`\\b${name} is (NaN|infinite)|components`));
        }
      }
    },
  );

  it.each([...new Set(TRAINED_ON)])('%s: no trained model gets an infinite value', (name) => {
    const { absent } = run({ ...FULL.features, [name]: Number.POSITIVE_INFINITY });
    const readers = ALL_MODELS.filter(({ artifact }) => artifact?.features.includes(name));

    expect(absent.map(({ systemId }) => systemId)).toEqual(
      expect.arrayContaining(readers.map(({ systemId }) => systemId)),
    );
  });
});

it.each(NAMES)('a missing %s: a model that requires it is absent and names it', (name) => {
  const lacking = run(without(name));

  expectAnswers(lacking);
  for (const { systemId, reason } of lacking.absent) {
    expect(reason, systemId).toMatch(new RegExp(`it lacks .*\\b${name}\\b|components`));
  }
});

describe('RT-19: the length and order of the vector', () => {
  it('does not change the predictions when the names are in another order', () => {
    expect(run(Object.fromEntries(Object.entries(FULL.features).toReversed()))).toEqual(whole);
  });

  it('does not change the predictions when unknown features are added', () => {
    const unknown = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`later_feature_${index}`, 1]));

    expect(run({ ...FULL.features, ...unknown })).toEqual(whole);
  });

  it.each([0, 1, 25, 33, 37, 39, 45])(
    'with the first %i features, each model predicts or names the missing features',
    (length) => {
      const known = new Set(NAMES.slice(0, length));
      const short = run(Object.fromEntries(Object.entries(FULL.features).filter(([name]) => known.has(name))));

      expectAnswers(short);
      for (const { systemId, reason } of short.absent) expect(reason, systemId).toMatch(/it lacks \w|components/);
    },
  );

  it('without features no model predicts', () => {
    expect(run({}).results).toEqual([]);
  });
});
