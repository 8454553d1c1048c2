import { expect, it } from 'vitest';
import { checkRegistry } from '#src/pipeline/models/check-registry.ts';
import { ensembleV1 } from '#src/pipeline/models/ensemble-v1.ts';
import type { Model } from '#src/pipeline/models/model.ts';
import { aModel } from './a-model.ts';
import { anArtifact } from './an-artifact.ts';
import { RULE_MODELS } from './rule-models.ts';

function named(systemId: string): Model {
  return aModel(systemId, () => ({ absent: 'it is only named here' }));
}

const trained = { ...named('catboost_v9'), artifact: anArtifact() };

it('accepts models with different ids and files, and an ensemble after its components', () => {
  const other = { ...named('catboost_v8'), artifact: anArtifact({ sha256: 'b'.repeat(64) }) };

  expect(() => checkRegistry([...RULE_MODELS, trained, other, ensembleV1])).not.toThrow();
});

it.each([
  ['RT-24: two models of one id', [named('a'), named('a')], 'Two models have the id a.'],
  [
    'RT-24: one file under two ids',
    [trained, { ...named('catboost_v8'), artifact: anArtifact() }],
    'The models catboost_v8 and catboost_v9 use the same file, catboost_v9.cbm.',
  ],
  [
    'an ensemble without one of its components',
    [...RULE_MODELS, ensembleV1],
    'The model ensemble_v1 needs catboost_v9 to run before it.',
  ],
  [
    'an ensemble before one of its components',
    [...RULE_MODELS, ensembleV1, trained],
    'The model ensemble_v1 needs catboost_v9 to run before it.',
  ],
])('refuses %s', (_, models, sentence) => {
  expect(() => checkRegistry(models)).toThrow(
    expect.objectContaining({ name: 'Problem', code: 'model_not_loaded', message: expect.stringContaining(sentence) }),
  );
});
