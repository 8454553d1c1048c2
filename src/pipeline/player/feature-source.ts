import * as z from 'zod';

/** The oldest or weakest source of a player's features. */
export const FeatureSource = z.enum(['this_season', 'last_season', 'assumed_features']);
export type FeatureSource = z.infer<typeof FeatureSource>;

type List = { readonly length: number } | null;

/** The lists of features with a second source, as arrays or as text. An empty list or null means that there are none. */
export interface FeatureLists {
  readonly last_season_features: List;
  readonly assumed_features: List;
}

/**
 * Names the source of a player's features. One assumed value makes the source `assumed_features`. Otherwise, one value
 * of an earlier season makes it `last_season`.
 */
export function featureSource({ last_season_features, assumed_features }: FeatureLists): FeatureSource {
  if (namesAny(assumed_features)) return 'assumed_features';
  return namesAny(last_season_features) ? 'last_season' : 'this_season';
}

function namesAny(list: List): boolean {
  return list !== null && list.length > 0;
}
