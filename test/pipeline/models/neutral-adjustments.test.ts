import { describe, expect, it } from 'vitest';
import { FEATURE_NAMES } from '#src/pipeline/features/feature-names.ts';
import { withNeutralAdjustments } from '#src/pipeline/models/neutral-adjustments.ts';
import { runModels } from '#src/pipeline/models/run-models.ts';
import { OPTIONAL_FEATURES } from '#src/pipeline/player/quality-modes.ts';
import { EXAMPLE_INPUT, exampleWith } from './example-input.ts';
import { RULE_MODELS } from './rule-models.ts';

describe('a player whose shot zones and usage are unknown', () => {
  const unknown = exampleWith({
    shot_zone_mismatch_score: undefined,
    usage_spike_score: undefined,
    pct_paint: undefined,
    pct_mid_range: undefined,
    pct_three: undefined,
  });
  const { results } = runModels(RULE_MODELS, { ...unknown, features: withNeutralAdjustments(unknown.features) });

  it('is predicted without those two adjustments by the models that do not need shot zones', () => {
    expect(results.map(({ systemId, prediction }) => [systemId, prediction.predictedPoints])).toEqual([
      ['moving_average', expect.closeTo(21.9 - 2 * 0.3 - 1 * 0.4, 9)],
      ['similarity_balanced_v1', expect.closeTo(25.08 - 2 * 0.4 - 1 * 0.8, 9)],
    ]);
  });

  it('is not predicted by the model that is based on shot zones', () => {
    expect(results.map(({ systemId }) => systemId)).not.toContain('zone_matchup_v1');
  });
});

describe('withNeutralAdjustments(features)', () => {
  it('RT-26: replaces two optional adjustments and nothing else', () => {
    const filled = Object.keys(withNeutralAdjustments({}));

    expect(filled.sort()).toEqual(['shot_zone_mismatch_score', 'usage_spike_score']);
    expect(FEATURE_NAMES.filter((name) => filled.includes(name) && !OPTIONAL_FEATURES.includes(name))).toEqual([]);
  });

  it('does not change known or broken values', () => {
    const broken = { ...EXAMPLE_INPUT.features, usage_spike_score: Number.NaN };

    expect(withNeutralAdjustments(EXAMPLE_INPUT.features)).toEqual(EXAMPLE_INPUT.features);
    expect(withNeutralAdjustments(broken)).toEqual(broken);
  });
});
