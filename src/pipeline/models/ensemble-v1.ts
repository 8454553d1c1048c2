import { combineComponents } from './combine-components.ts';
import type { EnsembleModel } from './model.ts';

const COMPONENTS = ['moving_average', 'zone_matchup_v1', 'similarity_balanced_v1', 'catboost_v9'] as const;

/**
 * The mean of its components, each weighted by its own confidence (domain 1.7). Quirks of the reference, kept because the same id and version
 * must give the same numbers:
 * - The slot that the reference names xgboost contains the CatBoost champion.
 * - Confidences are used as weights, although the confidences of different models are not comparable.
 * - The champion's confidence is at least 79 and that of the others at most 69, so the champion always has the largest weight.
 * - A strict majority of the components decides the side, even against the sign of the ensemble's own edge.
 * - The id is `ensemble_v1`, but the version is 2.0.
 * With fewer than two components the reference stores a prediction of zero points; this ensemble is absent.
 */
export const ensembleV1: EnsembleModel = {
  kind: 'ensemble',
  systemId: 'ensemble_v1',
  version: '2.0',
  confidenceScale: 100,
  artifact: undefined,
  components: COMPONENTS,
  combine: (components, line) =>
    combineComponents(components, { slots: COMPONENTS.length, weightOf: (one) => one.confidencePercent, line }),
};
