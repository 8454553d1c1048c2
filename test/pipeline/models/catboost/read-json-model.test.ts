import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluator } from '#src/pipeline/models/catboost/evaluate.ts';
import { readCbm } from '#src/pipeline/models/catboost/read-cbm.ts';
import { readJsonModel } from '#src/pipeline/models/catboost/read-json-model.ts';
import { ANSWERS, fixtureBytes, fixtureText, REFUSED } from './fixtures.ts';

const RUNS = 500;
const WHOLE = fixtureText('one-split.json');

describe("CatBoost's JSON export", () => {
  it.each(ANSWERS)('is the same model as the binary file: $name', ({ name }) => {
    expect(readJsonModel(fixtureText(`${name}.json`))).toEqual(readCbm(fixtureBytes(`${name}.cbm`)));
  });

  it('is the same model as the binary file also for a sum of models, which has no training parameters of its own', () => {
    expect(readJsonModel(fixtureText('summed.json'))).toEqual(readCbm(fixtureBytes('summed.cbm')));
  });

  it('is refused for a sum of models whose loss function gives no points', () => {
    const summed = JSON.parse(fixtureText('summed.json'));
    summed.model_info.loss_function = '{"type":"Poisson","params":{}}';
    expect(() => readJsonModel(JSON.stringify(summed))).toThrowError(
      'The model was trained with the loss function "Poisson"',
    );
  });

  it.each(REFUSED.filter(({ hasExport }) => hasExport))('is refused with $name: $sentence', ({ name, sentence }) => {
    expect(() => readJsonModel(fixtureText(`refused-${name}.json`))).toThrowError(sentence);
  });

  const whole = JSON.parse(WHOLE);
  const [tree] = whole.oblivious_trees;
  const info = whole.features_info;

  it.each([
    ['', 'The file is not JSON'],
    [WHOLE.slice(0, 5_000), 'The file is not JSON'],
    ['[]', 'The file is not a CatBoost JSON export'],
    ['{"oblivious_trees": []}', '`features_info` is invalid'],
    [{ ...whole, oblivious_trees: [] }, 'The file contains no trees.'],
    [{ ...whole, oblivious_trees: undefined }, 'The file contains no trees.'],
    [{ ...whole, scale_and_bias: [1, []] }, 'The model predicts 0 values'],
    [
      { ...whole, oblivious_trees: [{ ...tree, leaf_values: [1] }] },
      'need 1 splits and 2 leaf values, but the file has 1 and 1',
    ],
    [
      { ...whole, oblivious_trees: [{ ...tree, splits: [{ float_feature_index: 9, border: 1 }] }] },
      'feature 9 has no border 1',
    ],
    [
      { ...whole, oblivious_trees: [{ ...tree, splits: [{ float_feature_index: 2, border: 0.25 }] }] },
      'feature 2 has no border 0.25',
    ],
    [
      { ...whole, features_info: { ...info, float_features: info.float_features.toReversed() } },
      'feature number 0 has the wrong index',
    ],
  ])('case %#: an invalid text is refused: %s', (changed, sentence) => {
    const text = typeof changed === 'string' ? changed : JSON.stringify(changed);

    expect(() => readJsonModel(text)).toThrowError(sentence);
    expect(() => readJsonModel(text)).toThrowError(expect.objectContaining({ name: 'Problem' }));
  });
});

describe('a text from an unknown source', () => {
  const place = fc.nat({ max: WHOLE.length - 1 });
  const character = fc.constantFrom(...'0123456789.-eE"[]{},:tfn\u0000');

  it('with any characters changed is refused or gives a model that predicts', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(place, character), { minLength: 1, maxLength: 4 }), (changes) => {
        const characters = [...WHOLE];
        for (const [at, changed] of changes) characters[at] = changed;
        expect(['answers', 'Problem']).toContain(outcome(characters.join('')));
      }),
      { numRuns: RUNS },
    );
  });

  it.each([
    ['too deep', '['.repeat(100_000)],
    ['another JSON', '{"features_info": {"float_features": [{}]}, "oblivious_trees": null, "scale_and_bias": null}'],
    ['too many features', JSON.stringify({ features_info: { float_features: Array(5_000).fill({}) } })],
  ])('that is %s is refused', (_name, text) => {
    expect(outcome(text)).toBe('Problem');
  });
});

/** A model that predicts a number, or the name of the error. */
function outcome(text: string): string {
  try {
    return Number.isNaN(evaluator(readJsonModel(text)).one([])) ? 'no number' : 'answers';
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown';
  }
}
