import { ensembleV1 } from './ensemble-v1.ts';
import { ensembleV1_1 } from './ensemble-v1-1.ts';
import type { Model } from './model.ts';
import { movingAverage } from './moving-average.ts';
import { similarityBalancedV1 } from './similarity-balanced-v1.ts';
import { zoneMatchupV1 } from './zone-matchup-v1.ts';

/** Every model, in the order they run and are shown. */
export const MODELS: readonly Model[] = [movingAverage, zoneMatchupV1, similarityBalancedV1, ensembleV1, ensembleV1_1];
