import type { FolderFile } from '../../platform/folder-file.ts';
import { loadModel } from './catboost/model-files.ts';
import { checkRegistry } from './check-registry.ts';
import { ensembleV1 } from './ensemble-v1.ts';
import { ensembleV1_1 } from './ensemble-v1-1.ts';
import type { Model } from './model.ts';
import { movingAverage } from './moving-average.ts';
import { similarityBalancedV1 } from './similarity-balanced-v1.ts';
import { zoneMatchupV1 } from './zone-matchup-v1.ts';

/**
 * All models, in the order in which they run and are shown. A string in the list is the id of a trained model in
 * `models/`.
 */
const MODELS: readonly (Model | string)[] = [
  movingAverage,
  zoneMatchupV1,
  similarityBalancedV1,
  'catboost_v8',
  'catboost_v9',
  ensembleV1,
  ensembleV1_1,
  'catboost_v9_2026_02',
];

/** The ids of all models, in the order in which they run and are shown. */
export const MODEL_IDS: readonly string[] = MODELS.map((model) => (typeof model === 'string' ? model : model.systemId));

/**
 * Loads all models, including the trained ones from the files of `models/`. Throws a `Problem` `model_not_loaded` with
 * the file and the reason. No other model takes the place of a model that cannot be loaded.
 */
export function loadModels(files: readonly FolderFile[]): readonly Model[] {
  const models = MODELS.map((model) => (typeof model === 'string' ? loadModel(files, model) : model));
  checkRegistry(models);
  return models;
}
