import type { BaseModel } from '#src/pipeline/models/model.ts';
import { movingAverage } from '#src/pipeline/models/moving-average.ts';
import { similarityBalancedV1 } from '#src/pipeline/models/similarity-balanced-v1.ts';
import { zoneMatchupV1 } from '#src/pipeline/models/zone-matchup-v1.ts';

/** The models without a file, in the order they run. */
export const RULE_MODELS: readonly BaseModel[] = [movingAverage, zoneMatchupV1, similarityBalancedV1];
