import { expect, test } from 'vitest';
import { createApp } from '#src/app.ts';
import type { Model } from '#src/pipeline/models/model.ts';
import { ANN } from '../coordination/identity/actors.ts';
import { aModel } from '../pipeline/models/a-model.ts';
import { anArtifact } from '../pipeline/models/an-artifact.ts';
import { runNamed } from './run-named.ts';

const answer = () => ({ absent: 'it is only listed here' });

function list(models: readonly Model[]) {
  const { app } = createApp({ platform: 'embedded', dataFolder: 'nowhere' }, { models: () => models });
  return runNamed(app, { name: 'models list', given: {}, actor: ANN, request: 'r1' });
}

test('a rule has a version; a trained model also has its file, full hash, training dates and accuracy', async () => {
  const trained = { ...aModel('catboost_v9', answer), version: 'v9', artifact: anArtifact() };

  expect(await list([aModel('moving_average', answer), trained])).toMatchObject({
    decision: 'done',
    message: '2 models: 1 rules, 1 trained, 0 ensembles. Every model file matches its card.',
    data: {
      models: [
        { system_id: 'moving_average', version: '1', kind: 'rule', file: null, sha256: null, hold_out: null },
        {
          system_id: 'catboost_v9',
          version: 'v9',
          kind: 'trained',
          file: 'catboost_v9.cbm',
          sha256: 'a'.repeat(64),
          trained_from: '2025-10-21',
          trained_to: '2026-01-31',
          features: 1,
          hold_out: { mae: 4.9, bias: 0, share_above: 0.5, games: 100, from: '2026-02-01', to: '2026-02-08' },
        },
      ],
    },
  });
});
