import { describe, expect, it } from 'vitest';
import type { Prediction } from '#src/pipeline/models/model.ts';
import { runModels } from '#src/pipeline/models/run-models.ts';
import { aModel } from './a-model.ts';
import { EXAMPLE_INPUT } from './example-input.ts';
import { RULE_MODELS } from './rule-models.ts';

const FAILURE = new Error('out of trees');

function pass(predictedPoints: number): Prediction {
  return { predictedPoints, confidence: 0.5, recommendation: 'PASS' };
}

const failing = aModel('failing', () => {
  throw FAILURE;
});
const absent = aModel('absent', () => ({ absent: 'it lacks a past' }));

describe('runModels(models, input)', () => {
  it.each([
    [RULE_MODELS],
    [RULE_MODELS.toReversed()],
    [[failing, ...RULE_MODELS]],
    [[absent, ...RULE_MODELS.toReversed()]],
  ])('RT-24: every result has the id of its model, whatever the order or the gaps', (models) => {
    for (const { systemId, prediction } of runModels(models, EXAMPLE_INPUT).results) {
      const own = RULE_MODELS.find((one) => one.systemId === systemId);
      expect(prediction).toEqual(own?.predict(EXAMPLE_INPUT));
    }
  });

  it('a model that throws is reported and does not stop the others', () => {
    const run = runModels([aModel('a', () => pass(1)), failing, aModel('b', () => pass(2))], EXAMPLE_INPUT);

    expect(run.results.map((result) => result.systemId)).toEqual(['a', 'b']);
    expect(run.errors).toEqual([{ systemId: 'failing', cause: FAILURE }]);
  });

  it('a model that cannot run is absent with its reason, and not an error', () => {
    expect(runModels([absent], EXAMPLE_INPUT)).toEqual({
      results: [],
      absent: [{ systemId: 'absent', reason: 'it lacks a past' }],
      errors: [],
    });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'RT-26: an answer of %f points is an error, not a prediction',
    (points) => {
      const run = runModels([aModel('broken', () => pass(points))], EXAMPLE_INPUT);

      expect(run.results).toEqual([]);
      expect(run.errors.map((error) => error.systemId)).toEqual(['broken']);
    },
  );

  it('includes the confidence in percent and in the model’s own scale', () => {
    const percents = runModels(RULE_MODELS, EXAMPLE_INPUT).results.map((one) => [one.systemId, one.confidencePercent]);

    expect(percents).toEqual([
      ['moving_average', 52],
      ['zone_matchup_v1', 52],
      ['similarity_balanced_v1', 65],
    ]);
  });
});
