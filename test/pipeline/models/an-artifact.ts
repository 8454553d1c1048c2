import type { ModelArtifact } from '#src/pipeline/models/model.ts';

/** The trained file of a model. */
export function anArtifact(changed: Partial<ModelArtifact> = {}): ModelArtifact {
  return {
    file: 'catboost_v9.cbm',
    sha256: 'a'.repeat(64),
    trainedFrom: '2025-10-21',
    trainedTo: '2026-01-31',
    trainedAt: '2026-02-01T12:00:00Z',
    features: ['points_avg_season'],
    metrics: { mae: 4.9, bias: 0, shareAbove: 0.5, n: 100, from: '2026-02-01', to: '2026-02-08' },
    ...changed,
  };
}
