import type { FolderFile } from '../../platform/folder-file.ts';
import { loadModel } from './catboost/model-files.ts';
import { checkRegistry } from './check-registry.ts';
import { ensembleV1 } from './ensemble-v1.ts';
import { ensembleV1_1 } from './ensemble-v1-1.ts';
import type { Model } from './model.ts';
import { movingAverage } from './moving-average.ts';
import { similarityBalancedV1 } from './similarity-balanced-v1.ts';
import { zoneMatchupV1 } from './zone-matchup-v1.ts';

/** Every model, in the order they run and are shown. A trained one stands here by its id and lies in `models/`. */
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

/**
 * Every model, ready to run, from the files of the folder `models/`. Throws a `Problem` `model_not_loaded` that names the file and says why: a
 * model that cannot be loaded is never replaced by another, or by a formula.
 */
export function loadModels(files: readonly FolderFile[]): readonly Model[] {
  const models = MODELS.map((model) => (typeof model === 'string' ? loadModel(files, model) : model));
  checkRegistry(models);
  return models;
}
