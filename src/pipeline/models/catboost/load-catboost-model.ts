import { createHash } from 'node:crypto';
import { Problem } from '../../../platform/problem.ts';
import { quoted } from '../../dates/quoted.ts';
import type { BaseModel } from '../model.ts';
import { catboostModel } from './catboost-model.ts';
import type { ModelCard } from './model-card.ts';
import { modelNotLoaded } from './model-not-loaded.ts';
import { readCbm } from './read-cbm.ts';
import { readJsonModel } from './read-json-model.ts';
import type { FloatFeature, TreeModel } from './tree-model.ts';

const HASH_DIGITS_SHOWN = 12;

/**
 * Loads a model from its model card and the bytes of its file, which is a `.cbm` file or a JSON export named
 * `….model.json`. Throws a `Problem` `model_not_loaded` if the file cannot be read, or if its hash or its features
 * differ from the card.
 */
export function loadCatboostModel(card: ModelCard, bytes: Uint8Array): BaseModel {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== card.sha256) {
    const [actual, expected] = [sha256, card.sha256].map((hash) => hash.slice(0, HASH_DIGITS_SHOWN));
    throw modelNotLoaded(card.file, `The file's sha256 is ${actual}…, but its model card says ${expected}….`);
  }
  const trees = treesOf(card.file, bytes);
  const fault = featureFault(card, trees);
  if (fault !== undefined) throw modelNotLoaded(card.file, fault);
  return catboostModel(card, trees);
}

function treesOf(file: string, bytes: Uint8Array): TreeModel {
  try {
    return file.endsWith('.json') ? readJsonModel(Buffer.from(bytes).toString('utf8')) : readCbm(bytes);
  } catch (cause) {
    if (cause instanceof Problem) throw modelNotLoaded(file, cause.message, cause);
    throw cause;
  }
}

/**
 * Returns the first difference between the features of the model file and those of its card. Features in a wrong order
 * would give plausible but wrong predictions.
 */
function featureFault({ features }: ModelCard, trees: TreeModel): string | undefined {
  if (trees.features.length !== features.length)
    return `The file has ${trees.features.length} features, but its model card lists ${features.length}.`;
  const faults = features.map((inCard, place) => faultOf(place, trees.features[place], inCard));
  return faults.find((fault) => fault !== undefined);
}

function faultOf(
  place: number,
  inFile: FloatFeature | undefined,
  inCard: ModelCard['features'][number],
): string | undefined {
  if (inFile?.name !== inCard.name) {
    const name = inFile === undefined || inFile.name === '' ? 'without a name' : quoted(inFile.name);
    return `Feature number ${place} of the file is ${name}, but its model card says ${quoted(inCard.name)}.`;
  }
  if (inCard.missing === 'refuse' || inFile.borders.length === 0 || inFile.nanTreatment !== 'AsIs') return undefined;
  return `The model card allows ${quoted(inFile.name)} to be missing, but this feature was never missing in the training data.`;
}
