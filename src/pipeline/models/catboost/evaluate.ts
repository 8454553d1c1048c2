import type { FloatFeature, TreeModel } from './tree-model.ts';

export interface Evaluator {
  /** The raw prediction for one row: a value for each feature of the model, in its order; NaN is missing. */
  one(row: ArrayLike<number>): number;
}

/** A question in one number: the place of the feature above, that of the border below. */
const BORDER_BITS = 16;
const BORDER_MASK = 0xffff;

/**
 * Answers from the trees as CatBoost does: values are rounded to float32, compared by `value > border`, and the leaves are added in double
 * precision, tree after tree. Each value is ranked among its feature's borders once, so that a tree compares only small integers.
 */
export function evaluator(model: TreeModel): Evaluator {
  const { features, leafValues, scale, bias } = model;
  const depths = Uint8Array.from(model.depths);
  const questions = questionsOf(model);
  const ranks = new Int32Array(features.length);

  function rank(row: ArrayLike<number>): void {
    features.forEach((feature, place) => {
      ranks[place] = rankOf(row[place] ?? Number.NaN, feature);
    });
  }

  function leafOf(firstQuestion: number, depth: number): number {
    let leaf = 0;
    for (let level = 0; level < depth; level += 1) {
      const question = questions[firstQuestion + level] ?? 0;
      const above = ranks[question >>> BORDER_BITS] ?? 0;
      leaf |= ((question & BORDER_MASK) < above ? 1 : 0) << level;
    }
    return leaf;
  }

  function one(row: ArrayLike<number>): number {
    rank(row);
    let sum = 0;
    let firstQuestion = 0;
    let firstLeaf = 0;
    for (let tree = 0; tree < depths.length; tree += 1) {
      const depth = depths[tree] ?? 0;
      sum += leafValues[firstLeaf + leafOf(firstQuestion, depth)] ?? 0;
      firstQuestion += depth;
      firstLeaf += 1 << depth;
    }
    return sum * scale + bias;
  }

  return { one };
}

function questionsOf({ splitFeatures, splitBorders }: TreeModel): Uint32Array {
  return Uint32Array.from(splitFeatures, (feature, index) => (feature << BORDER_BITS) | (splitBorders[index] ?? 0));
}

/** How many borders the value is above. NaN is above all or none of them. */
function rankOf(value: number, { borders, nanTreatment }: FloatFeature): number {
  if (Number.isNaN(value)) return nanTreatment === 'AsTrue' ? borders.length : 0;
  const rounded = Math.fround(value);
  let low = 0;
  let high = borders.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rounded > (borders[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}
