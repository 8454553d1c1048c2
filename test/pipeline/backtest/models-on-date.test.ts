import { describe, expect, test } from 'vitest';
import { modelsOnDate } from '#src/pipeline/backtest/models-on-date.ts';
import { trainingsUsed } from '#src/pipeline/backtest/trainings-used.ts';
import type { BaseModel, ModelArtifact } from '#src/pipeline/models/model.ts';

const METRICS = { mae: 5, bias: 0, shareAbove: 0.5, n: 100, from: '2026-01-25', to: '2026-01-31' };

function trained(systemId: string, trainedTo: string): BaseModel {
  const artifact: ModelArtifact = {
    file: `${systemId}-${trainedTo}.cbm`,
    sha256: `${systemId}${trainedTo}`,
    trainedFrom: '2025-10-21',
    trainedTo,
    trainedAt: '2026-02-01T00:00:00Z',
    features: [],
    metrics: METRICS,
  };
  return {
    kind: 'base',
    systemId,
    version: trainedTo,
    confidenceScale: 100,
    artifact,
    predict: () => ({ absent: '' }),
  };
}

const formula: BaseModel = { ...trained('formula', ''), artifact: undefined };
const champion = trained('champion', '2026-01-31');
const SHELF = {
  models: [formula, champion],
  snapshots: [trained('variant', '2025-11-30'), trained('champion', '2025-12-31'), trained('champion', '2025-11-30')],
};

describe('the models on a date', () => {
  test.each([
    ['2025-11-30', ['formula'], ['champion', 'variant']],
    ['2025-12-01', ['formula', 'champion 2025-11-30', 'variant 2025-11-30'], []],
    ['2025-12-31', ['formula', 'champion 2025-11-30', 'variant 2025-11-30'], []],
    ['2026-01-01', ['formula', 'champion 2025-12-31', 'variant 2025-11-30'], []],
    ['2026-01-31', ['formula', 'champion 2025-12-31', 'variant 2025-11-30'], []],
    ['2026-02-01', ['formula', 'champion 2026-01-31', 'variant 2025-11-30'], []],
    ['2027-01-01', ['formula', 'champion 2026-01-31', 'variant 2025-11-30'], []],
  ])(
    'on %s a model uses its newest training from before the date; a model without one is left out',
    (date, chosen, leftOut) => {
      const { models, leftOut: without } = modelsOnDate(SHELF, date);
      expect(models.map(({ systemId, artifact }) => [systemId, artifact?.trainedTo].join(' ').trim())).toEqual(chosen);
      expect(without).toEqual(leftOut);
    },
  );
});

test('no training predicts a date that it was trained on', () => {
  for (const month of ['2025-11', '2025-12', '2026-01', '2026-02'])
    for (let day = 1; day <= 28; day += 1) {
      const date = `${month}-${String(day).padStart(2, '0')}`;
      for (const { artifact } of modelsOnDate(SHELF, date).models)
        if (artifact !== undefined) expect(artifact.trainedTo < date, `${artifact.file} on ${date}`).toBe(true);
    }
});

test('the trainings of a range list the dates they predicted', () => {
  const days = ['2025-12-30', '2025-12-31', '2026-01-01', '2026-02-01'].map((gameDate) => ({
    gameDate,
    models: modelsOnDate(SHELF, gameDate).models,
  }));
  expect(trainingsUsed(days).map(({ file, used_from, used_to }) => [file, used_from, used_to])).toEqual([
    ['champion-2025-11-30.cbm', '2025-12-30', '2025-12-31'],
    ['variant-2025-11-30.cbm', '2025-12-30', '2026-02-01'],
    ['champion-2025-12-31.cbm', '2026-01-01', '2026-01-01'],
    ['champion-2026-01-31.cbm', '2026-02-01', '2026-02-01'],
  ]);
});
