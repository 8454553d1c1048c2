import { expect, it } from 'vitest';
import { foreignModels } from '#src/pipeline/results/foreign-models.ts';
import { aModel } from '../models/a-model.ts';
import { anArtifact } from '../models/an-artifact.ts';

const HASH = 'a'.repeat(64);
const answer = () => ({ absent: 'it is only named here' });
const models = [
  aModel('moving_average', answer),
  { ...aModel('catboost_v9', answer), artifact: anArtifact({ sha256: HASH }) },
];

it.each([
  ['moving_average', null, 'of the registry'],
  ['catboost_v9', HASH, 'of the registry'],
  ['catboost_v9', 'b'.repeat(64), 'foreign'],
  ['catboost_v9', null, 'foreign'],
  ['moving_average', HASH, 'foreign'],
  ['catboost_v8', HASH, 'foreign'],
])('RT-24, RT-39: rows of %s from file %s are %s', (system_id, model_sha256, verdict) => {
  const found = { system_id, model_sha256, row_count: 3 };

  expect(foreignModels([found], models)).toEqual(verdict === 'foreign' ? [found] : []);
});
