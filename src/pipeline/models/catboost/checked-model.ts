import { quoted } from '../../dates/quoted.ts';
import { refusedFile } from './refused-file.ts';
import type { FloatFeature, TreeModel } from './tree-model.ts';

/** CatBoost's own limit of a symmetric tree. */
const MAX_DEPTH = 16;
export const MAX_FEATURES = 4_096;
/** CatBoost's own limit of one feature. */
const MAX_BORDERS = 65_535;

/** What a file says of its trees, whichever its format. */
export interface UncheckedModel extends Omit<TreeModel, 'splitFeatures' | 'splitBorders' | 'depths'> {
  readonly depths: ArrayLike<number>;
  /** For each question: the place of its border among the borders of all features, one feature after the other. */
  readonly splits: ArrayLike<number>;
}

/** The model, when its parts fit together. Throws a `Problem` that says which do not. */
export function checkedModel({ depths, splits, ...model }: UncheckedModel): TreeModel {
  const { features, leafValues, scale, bias } = model;
  features.forEach(checkBorders);
  checkTrees(depths, splits.length, leafValues.length);
  if (depths.length === 0) throw refusedFile('It has no trees.');
  if (!leafValues.every(Number.isFinite) || !Number.isFinite(scale) || !Number.isFinite(bias))
    throw refusedFile('It is damaged: a leaf value, the scale or the bias is not a number.');
  return { ...model, depths: Uint8Array.from(depths), ...placesOf(splits, features) };
}

function checkBorders({ name, borders }: FloatFeature, place: number): void {
  const called = name === '' ? `number ${place}` : quoted(name);
  if (borders.length > MAX_BORDERS) throw refusedFile(`It is damaged: feature ${called} has too many borders.`);
  let last = Number.NEGATIVE_INFINITY;
  for (const border of borders) {
    if (!(border > last && border < Number.POSITIVE_INFINITY))
      throw refusedFile(`It is damaged: the borders of feature ${called} do not ascend.`);
    last = border;
  }
}

function checkTrees(depths: ArrayLike<number>, splits: number, leaves: number): void {
  let questions = 0;
  let values = 0;
  for (let tree = 0; tree < depths.length; tree += 1) {
    const depth = depths[tree] ?? -1;
    if (depth < 0 || depth > MAX_DEPTH) throw refusedFile(`It is damaged: a tree of it has a depth of ${depth}.`);
    questions += depth;
    values += 2 ** depth;
  }
  if (questions !== splits || values !== leaves)
    throw refusedFile(
      `It is damaged: its ${depths.length} trees need ${questions} splits and ${values} leaf values; it has ${splits} and ${leaves}.`,
    );
}

/** Turns the number of each split into its feature and border. Two loops over typed arrays: a file may have a million splits. */
function placesOf(
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
      throw refusedFile(`It is damaged: it splits at border ${split} of ${total}.`);
    places.splitFeatures[index] = feature;
    places.splitBorders[index] = border;
  }
  return places;
}
