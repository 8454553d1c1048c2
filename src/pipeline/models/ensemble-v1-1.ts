import { combineComponents } from './combine-components.ts';
import type { EnsembleModel } from './model.ts';

const WEIGHTS: Readonly<Record<string, number>> = {
  moving_average: 0.2,
  zone_matchup_v1: 0.1,
  similarity_balanced_v1: 0.25,
  catboost_v8: 0,
  catboost_v9: 0.45,
};
const COMPONENTS = Object.keys(WEIGHTS);

/**
 * An ensemble that predicts the mean of its components with fixed weights, normalized over the components that are
 * present (domain notes 1.8). The same id and version must give the same numbers as in the reference system, so these
 * quirks are kept:
 * - The fifth component, a mock in the reference system and catboost_v8 here, has the weight 0. It still counts for the
 *   spread, the mean confidence, the majority and the bonus for a complete ensemble.
 * - A strict majority of the components decides the side of a pick, even if the ensemble's own edge points to the other
 *   side.
 * With fewer than two components this ensemble makes no prediction, while the reference system stores a prediction of zero
 * points.
 */
export const ensembleV1_1: EnsembleModel = {
  kind: 'ensemble',
  systemId: 'ensemble_v1_1',
  version: '1.1',
  confidenceScale: 100,
  artifact: undefined,
  components: COMPONENTS,
  combine: (components, line) =>
    combineComponents(components, { slots: COMPONENTS.length, weightOf: (one) => WEIGHTS[one.systemId] ?? 0, line }),
};
