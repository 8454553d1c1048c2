import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadCatboostModel } from '#src/pipeline/models/catboost/load-catboost-model.ts';
import { parseModelCard } from '#src/pipeline/models/catboost/model-card.ts';
import { fixtureBytes, fixtureText } from './fixtures.ts';
import { trainedCard } from './trained-card.ts';

const FILE = 'nan-min.cbm';
const CARD = trainedCard(FILE);

function load(changes: Readonly<Record<string, unknown>>, bytes = fixtureBytes(FILE)) {
  return loadCatboostModel(parseModelCard('catboost_v9.json', JSON.stringify({ ...CARD, ...changes })), bytes);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('a model and its card', () => {
  it('RT-39: load as a model with the hash of its file, its training window and its metrics', () => {
    expect(load({})).toMatchObject({
      kind: 'base',
      systemId: 'catboost_v9',
      version: 'v9_2026_02',
      confidenceScale: 100,
      artifact: {
        file: FILE,
        sha256: CARD.sha256,
        trainedFrom: '2025-10-21',
        trainedTo: '2026-01-31',
        trainedAt: '2026-02-08T20:00:00Z',
        features: CARD.features.map(({ name }) => name),
        metrics: { mae: 4.9, bias: 0.1, shareAbove: 0.49, n: 900, from: '2026-02-01', to: '2026-02-08' },
      },
    });
  });

  it('may be a JSON export', () => {
    const bytes = Buffer.from(fixtureText('nan-min.json'));
    const card = { file: 'nan-min.model.json', sha256: sha256(bytes) };
    const input = { features: {}, quality: 90, daysRest: 1, line: undefined, history: [] };

    expect(load(card, bytes).predict(input)).toEqual(load({}).predict(input));
  });
});

describe('a model that does not match its card', () => {
  const cut = fixtureBytes(FILE).slice(0, 6_000);
  const [first, second, ...others] = CARD.features;

  it.each([
    {
      what: 'other bytes',
      bytes: fixtureBytes('nan-max.cbm'),
      reason: `its model card says ${CARD.sha256.slice(0, 12)}…`,
    },
    { what: 'a cut file', changes: { sha256: sha256(cut) }, bytes: cut, reason: 'The file is truncated: ' },
    {
      what: 'a feature less',
      changes: { features: [first] },
      reason: 'The file has 8 features, but its model card lists 1.',
    },
    {
      what: 'two swapped features',
      changes: { features: [second, first, ...others] },
      reason: 'Feature number 0 of the file is "feature_0", but its model card says "feature_1".',
    },
    {
      what: 'a feature under another name',
      changes: { features: [{ name: 'pace_score', missing: 'refuse' }, second, ...others] },
      reason: 'Feature number 0 of the file is "feature_0", but its model card says "pace_score".',
    },
    {
      what: 'a feature that may be missing but never was in training',
      changes: { features: [{ name: 'feature_0', missing: 'nan' }, second, ...others] },
      reason: 'The model card allows "feature_0" to be missing, but this feature was never missing',
    },
  ])('$what is refused with the file and the reason', ({ changes = {}, bytes = fixtureBytes(FILE), reason }) => {
    const message = expect.stringMatching(/^The model of models\/nan-min\.cbm was not loaded\. /);

    expect(() => load(changes, bytes)).toThrowError(reason);
    expect(() => load(changes, bytes)).toThrowError(
      expect.objectContaining({ name: 'Problem', code: 'model_not_loaded', message }),
    );
  });

  it('without feature names is refused', () => {
    const bytes = fixtureBytes('refused-unnamed-features.cbm');
    expect(() => load({ sha256: sha256(bytes) }, bytes)).toThrowError('Feature number 0 of the file is without a name');
  });
});

describe('an invalid card', () => {
  it.each([
    ['', 'The model card is not JSON'],
    ['[]', 'The card is invalid'],
    [{ version: undefined }, '`version`'],
    [{ sha256: 'abc' }, '`sha256`'],
    [{ file: '../nan-min.cbm' }, '`file`'],
    [{ file: 'nan-min.onnx' }, '`file`'],
    [{ feature_version: 'v2_38features' }, '`feature_version`'],
    [{ features: [] }, '`features`'],
    [{ features: [CARD.features[0], CARD.features[0]] }, '`features` is invalid: a name occurs twice'],
    [{ features: [{ name: 'pace_score', missing: 'zero' }] }, '`features.0.missing`'],
    [{ trained_to: '2025-10-20' }, '`trained_to` is invalid: the date is before trained_from'],
    [{ trained_from: 'last October' }, '`trained_from`'],
  ])('case %#, %s, is refused: %s', (changes, reason) => {
    const text = typeof changes === 'string' ? changes : JSON.stringify({ ...CARD, ...changes });

    expect(() => parseModelCard('catboost_v9.json', text)).toThrowError(reason);
    expect(() => parseModelCard('catboost_v9.json', text)).toThrowError('The model of models/catboost_v9.json was not');
  });
});
