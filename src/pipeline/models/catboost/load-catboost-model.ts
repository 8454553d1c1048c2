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
 * The model of a card and of the bytes of its file: a `.cbm`, or a JSON export named `….model.json`. Throws a `Problem` `model_not_loaded` that
 * names the file and says why: the bytes are not those the card was written for, the file cannot be read, or it asks for other features than
 * the card gives. There is no fallback.
 */
export function loadCatboostModel(card: ModelCard, bytes: Uint8Array): BaseModel {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== card.sha256) {
    const [ours, theirs] = [sha256, card.sha256].map((hash) => hash.slice(0, HASH_DIGITS_SHOWN));
    throw modelNotLoaded(card.file, `Its sha256 is ${ours}…, its card says ${theirs}….`);
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

/** What the file and the card say differently of the features. A wrong order would give numbers that look right. */
function featureFault({ features }: ModelCard, trees: TreeModel): string | undefined {
  if (trees.features.length !== features.length)
    return `It has ${trees.features.length} features, its card ${features.length}.`;
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
    return `Its feature number ${place} is ${name}, in its card ${quoted(inCard.name)}.`;
  }
  if (inCard.missing === 'refuse' || inFile.borders.length === 0 || inFile.nanTreatment !== 'AsIs') return undefined;
  return `Its card lets ${quoted(inFile.name)} be missing, but it was never missing when the model was trained.`;
}
