import { combineComponents } from './combine-components.ts';
import type { EnsembleModel } from './model.ts';

const COMPONENTS = ['moving_average', 'zone_matchup_v1', 'similarity_balanced_v1', 'catboost_v9'] as const;

/**
 * An ensemble that predicts the mean of its components, each weighted by its own confidence (domain notes 1.7). The
 * same id and version must give the same numbers as in the reference system, so these quirks are kept:
 * - The component that the reference system calls xgboost is the CatBoost champion.
 * - Confidences are used as weights, although the confidences of different models are not comparable.
 * - The champion's confidence is at least 79 and that of any other component at most 69, so the champion always has the
 *   largest weight.
 * - A strict majority of the components decides the side of a pick, even if the ensemble's own edge points to the other
 *   side.
 * - The id is `ensemble_v1`, but the version is 2.0.
 * With fewer than two components this ensemble makes no prediction, while the reference system stores a prediction of zero
 * points.
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
