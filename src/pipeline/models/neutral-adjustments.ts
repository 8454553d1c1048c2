import type { FeatureName } from '../features/feature-names.ts';
import type { ModelInput } from './model.ts';

/** Features that are adjustments: 0 means "as usual". */
const NEUTRAL = { shot_zone_mismatch_score: 0, usage_spike_score: 0 } satisfies Partial<Record<FeatureName, number>>;

/**
 * Sets two missing adjustments to 0 for the models, as the reference does ("missing either table: 0", domain 2.2). Without this, a season without
 * shot zones would have no moving average. Other missing features stay missing, NaN stays NaN, and the stored input snapshot does not change.
 */
export function withNeutralAdjustments(features: ModelInput['features']): ModelInput['features'] {
  const isComplete = Object.keys(NEUTRAL).every((name) => features[name] !== undefined);
  return isComplete ? features : { ...NEUTRAL, ...features };
}
