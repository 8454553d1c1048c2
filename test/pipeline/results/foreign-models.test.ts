import { expect, it } from 'vitest';
import type { ModelArtifact } from '#src/pipeline/models/model.ts';
import { foreignModels } from '#src/pipeline/results/foreign-models.ts';
import { aModel } from '../models/a-model.ts';

const HASH = 'a'.repeat(64);
const ARTIFACT: ModelArtifact = {
  file: 'catboost_v9.cbm',
  sha256: HASH,
  trainedFrom: '2025-10-21',
  trainedTo: '2026-01-31',
  trainedAt: '2026-02-01T12:00:00Z',
  features: [],
  metrics: { mae: 4.9, bias: 0, shareAbove: 0.5, n: 100, from: '2026-02-01', to: '2026-02-08' },
};
const answer = () => ({ absent: 'it is only named here' });
const models = [aModel('moving_average', answer), { ...aModel('catboost_v9', answer), artifact: ARTIFACT }];

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
