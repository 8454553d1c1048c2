import type { FeatureName } from '../features/feature-names.ts';
import type { ModelInput } from './model.ts';

/** Adjustments around an ordinary night, where 0 says "as usual". */
const NEUTRAL = { shot_zone_mismatch_score: 0, usage_spike_score: 0 } satisfies Partial<Record<FeatureName, number>>;

/**
 * What the models see of a snapshot: the two adjustments a player may lack adjust nothing where they are unknown, as the reference's own
 * factors do ("missing either table: 0", domain 2.2). Without this a season without shot zones has no moving average at all. Everything that
 * was measured stays missing when it is missing, these two stay missing in the snapshot, and a broken value stays broken.
 */
export function withNeutralAdjustments(features: ModelInput['features']): ModelInput['features'] {
  const isComplete = Object.keys(NEUTRAL).every((name) => features[name] !== undefined);
  return isComplete ? features : { ...NEUTRAL, ...features };
}
