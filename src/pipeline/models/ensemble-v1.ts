import { combineComponents } from './combine-components.ts';
import type { EnsembleModel } from './model.ts';

const COMPONENTS = ['moving_average', 'zone_matchup_v1', 'similarity_balanced_v1', 'catboost_v9'] as const;

/**
 * The mean of its components, each weighted by its own confidence (domain 1.7). Quirks of the reference, kept because the same id and version
 * give the same numbers:
 * - The slot the reference names xgboost holds the CatBoost champion.
 * - A confidence counts as a weight, though the confidences of different models do not mean the same.
 * - The champion's confidence is at least 79, that of the others at most 69: it weighs most, whatever its merit.
 * - A strict majority of the components decides the side, even against the sign of the ensemble's own edge.
 * - The file is `ensemble_v1` and the version 2.0.
 * The reference answers zero points with fewer than two components and stores them; this one is absent.
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
