import type { FeatureName } from '../features/feature-names.ts';
import type { ModelInput } from './model.ts';

/** The features that adjust a prediction and that may be missing. The value 0 means no adjustment. */
const NEUTRAL = { shot_zone_mismatch_score: 0, usage_spike_score: 0 } satisfies Partial<Record<FeatureName, number>>;

/**
 * Sets two missing adjustment features to 0 before the models run, like the reference system (domain notes 2.2).
 * Otherwise the moving average would make no prediction in a season without shot zones. Other missing features stay
 * missing, NaN stays NaN, and the stored input snapshot does not change.
 */
export function withNeutralAdjustments(features: ModelInput['features']): ModelInput['features'] {
  const isComplete = Object.keys(NEUTRAL).every((name) => features[name] !== undefined);
  return isComplete ? features : { ...NEUTRAL, ...features };
}
