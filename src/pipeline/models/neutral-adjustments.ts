import type { FeatureName } from '../features/feature-names.ts';
import type { ModelInput } from './model.ts';

/** Features that adjust a prediction. The value 0 means no adjustment. */
const NEUTRAL = { shot_zone_mismatch_score: 0, usage_spike_score: 0 } satisfies Partial<Record<FeatureName, number>>;

/**
 * Sets two missing adjustments to 0 before the models run, like the reference system (domain notes 2.2). Without this,
 * the moving average would be absent in every season without shot zones. Other missing features stay missing, NaN stays
 * NaN, and the stored input snapshot does not change.
 */
export function withNeutralAdjustments(features: ModelInput['features']): ModelInput['features'] {
  const isComplete = Object.keys(NEUTRAL).every((name) => features[name] !== undefined);
  return isComplete ? features : { ...NEUTRAL, ...features };
}
