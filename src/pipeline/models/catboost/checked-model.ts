import { quoted } from '../../dates/quoted.ts';
import type { FloatFeature, TreeModel } from './tree-model.ts';
import { unusableModelFile } from './unusable-model-file.ts';

/** CatBoost's limit for the depth of a symmetric tree. */
const MAX_DEPTH = 16;
export const MAX_FEATURES = 4_096;
/** CatBoost's limit for the number of borders of a feature. */
const MAX_BORDERS = 65_535;

/** The content of a CatBoost model file before its validation, independent of the file's format. */
export interface UncheckedModel extends Omit<TreeModel, 'splitFeatures' | 'splitBorders' | 'depths'> {
  readonly depths: ArrayLike<number>;
  /** For each split of the trees, the index of its border in the list of all borders of all features. */
  readonly splits: ArrayLike<number>;
}

/**
 * Validates the parts of a model file and returns the model. Throws a `Problem` that says which parts are inconsistent.
 */
export function checkedModel({ depths, splits, ...model }: UncheckedModel): TreeModel {
  const { features, leafValues, scale, bias } = model;
  features.forEach(checkBorders);
  checkTrees(depths, splits.length, leafValues.length);
  if (depths.length === 0) throw unusableModelFile('The file contains no trees.');
  if (!leafValues.every(Number.isFinite) || !Number.isFinite(scale) || !Number.isFinite(bias))
    throw unusableModelFile('The file is damaged: a leaf value, the scale or the bias is not a number.');
  return { ...model, depths: Uint8Array.from(depths), ...splitPositions(splits, features) };
}

function checkBorders({ name, borders }: FloatFeature, place: number): void {
  const label = name === '' ? `number ${place}` : quoted(name);
  if (borders.length > MAX_BORDERS)
    throw unusableModelFile(`The file is damaged: feature ${label} has too many borders.`);
  let last = Number.NEGATIVE_INFINITY;
  for (const border of borders) {
    if (!(border > last && border < Number.POSITIVE_INFINITY))
      throw unusableModelFile(`The file is damaged: the borders of feature ${label} are not ascending.`);
    last = border;
  }
}

function checkTrees(depths: ArrayLike<number>, splits: number, leaves: number): void {
  let neededSplits = 0;
  let neededLeaves = 0;
  for (let tree = 0; tree < depths.length; tree += 1) {
    const depth = depths[tree] ?? -1;
    if (depth < 0 || depth > MAX_DEPTH)
      throw unusableModelFile(`The file is damaged: one of its trees has depth ${depth}.`);
    neededSplits += depth;
    neededLeaves += 2 ** depth;
  }
  if (neededSplits !== splits || neededLeaves !== leaves)
    throw unusableModelFile(
      `The file is damaged: its ${depths.length} trees need ${neededSplits} splits and ${neededLeaves} leaf values, but the file has ${splits} and ${leaves}.`,
    );
}

/**
 * Converts the index of each split to a feature and one of the feature's borders. The result is in typed arrays,
 * because a model file can have a million splits.
 */
function splitPositions(
  splits: ArrayLike<number>,
  features: readonly FloatFeature[],
): Pick<TreeModel, 'splitFeatures' | 'splitBorders'> {
  const total = features.reduce((sum, { borders }) => sum + borders.length, 0);
  const featureOf = new Uint16Array(total);
  const borderOf = new Uint16Array(total);
  let next = 0;
  features.forEach(({ borders }, feature) => {
    featureOf.fill(feature, next, next + borders.length);
    for (let border = 0; border < borders.length; border += 1) borderOf[next + border] = border;
    next += borders.length;
  });
  const places = { splitFeatures: new Uint16Array(splits.length), splitBorders: new Uint16Array(splits.length) };
  for (let index = 0; index < splits.length; index += 1) {
    const split = splits[index] ?? -1;
    const feature = featureOf[split];
    const border = borderOf[split];
    if (feature === undefined || border === undefined)
      throw unusableModelFile(
        `The file is damaged: a split uses border number ${split}, but there are ${total} borders.`,
      );
    places.splitFeatures[index] = feature;
    places.splitBorders[index] = border;
  }
  return places;
}
