import { describe, expect, it } from 'vitest';
import type { Model, Prediction } from '#src/pipeline/models/model.ts';
import { MODELS } from '#src/pipeline/models/registry.ts';
import { runModels } from '#src/pipeline/models/run-models.ts';
import { EXAMPLE_INPUT } from './example-input.ts';

const FAILURE = new Error('out of trees');

function model(systemId: string, predict: () => Prediction | undefined): Model {
  return { systemId, version: '1', confidenceScale: 1, predict };
}

function pass(predictedPoints: number): Prediction {
  return { predictedPoints, confidence: 0.5, recommendation: 'PASS' };
}

const failing = model('failing', () => {
  throw FAILURE;
});
const absent = model('absent', () => undefined);

describe('runModels(models, input)', () => {
  it.each([[MODELS], [MODELS.toReversed()], [[failing, ...MODELS]], [[absent, ...MODELS.toReversed()]]])(
    'RT-24: every result carries the id of the model that made it, whatever the order or the gaps',
    (models) => {
      for (const { systemId, prediction } of runModels(models, EXAMPLE_INPUT).results) {
        const own = MODELS.find((one) => one.systemId === systemId);
        expect(prediction).toEqual(own?.predict(EXAMPLE_INPUT));
      }
    },
  );

  it('a model that throws is reported and stops no other', () => {
    const run = runModels([model('a', () => pass(1)), failing, model('b', () => pass(2))], EXAMPLE_INPUT);

    expect(run.results.map((result) => result.systemId)).toEqual(['a', 'b']);
    expect(run.errors).toEqual([{ systemId: 'failing', cause: FAILURE }]);
  });

  it('a model that cannot run is absent and no error', () => {
    expect(runModels([absent], EXAMPLE_INPUT)).toEqual({ results: [], errors: [] });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'RT-26: an answer of %f points is an error, not a prediction',
    (points) => {
      const run = runModels([model('broken', () => pass(points))], EXAMPLE_INPUT);

      expect(run.results).toEqual([]);
      expect(run.errors.map((error) => error.systemId)).toEqual(['broken']);
    },
  );

  it('gives the confidence in percent beside the one in the model’s own scale', () => {
    const percents = runModels(MODELS, EXAMPLE_INPUT).results.map((one) => [one.systemId, one.confidencePercent]);

    expect(percents).toEqual([
      ['moving_average', 52],
      ['zone_matchup_v1', 52],
      ['similarity_balanced_v1', 65],
    ]);
  });
});
