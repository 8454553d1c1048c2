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
 * Loads a model from its card and the bytes of its file: a `.cbm`, or a JSON export named `….model.json`. Throws a `Problem` `model_not_loaded`
 * with the file and the reason: its hash differs from the card's, it cannot be read, or its features differ from the card's. There is no
 * fallback.
 */
export function loadCatboostModel(card: ModelCard, bytes: Uint8Array): BaseModel {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== card.sha256) {
    const [actual, expected] = [sha256, card.sha256].map((hash) => hash.slice(0, HASH_DIGITS_SHOWN));
    throw modelNotLoaded(card.file, `Its sha256 is ${actual}…, but its card says ${expected}….`);
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

/** The first difference between the features of the file and of the card. A wrong order would give plausible but wrong numbers. */
function featureFault({ features }: ModelCard, trees: TreeModel): string | undefined {
  if (trees.features.length !== features.length)
    return `It has ${trees.features.length} features, but its card lists ${features.length}.`;
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
    return `Its feature number ${place} is ${name}, but its card says ${quoted(inCard.name)}.`;
  }
  if (inCard.missing === 'refuse' || inFile.borders.length === 0 || inFile.nanTreatment !== 'AsIs') return undefined;
  return `Its card allows ${quoted(inFile.name)} to be missing, but it was never missing in the training data.`;
}
