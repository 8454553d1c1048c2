import { createHash } from 'node:crypto';
import { readCbm } from '#src/pipeline/models/catboost/read-cbm.ts';
import { fixtureBytes } from './fixtures.ts';

export interface CardText {
  readonly system_id: string;
  readonly file: string;
  readonly sha256: string;
  readonly features: readonly { readonly name: string; readonly missing: 'nan' | 'refuse' }[];
  readonly [field: string]: unknown;
}

/** The card of a fixture's model. Features that were missing in training may be missing. */
export function trainedCard(file: string, changes: Readonly<Record<string, unknown>> = {}): CardText {
  const bytes = fixtureBytes(file);
  const { features } = readCbm(fixtureBytes(file.replace(/\.model\.json$/, '.cbm')));
  return {
    system_id: 'catboost_v9',
    version: 'v9_2026_02',
    file,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    features: features.map(({ name, hasNans }) => ({ name, missing: hasNans ? 'nan' : 'refuse' })),
    feature_version: 'v2_39features',
    trained_from: '2025-10-21',
    trained_to: '2026-01-31',
    rows: 600,
    seed: 20260208,
    loss: 'RMSE',
    metrics: { mae: 4.9, bias: 0.1, share_above: 0.49, n: 900, from: '2026-02-01', to: '2026-02-08', last_10_mae: 5.1 },
    trained_at: '2026-02-08T20:00:00Z',
    ...changes,
  };
}
