import type { FloatFeature, TreeModel } from './tree-model.ts';

export interface Evaluator {
  /** The raw prediction for a row: a value for each feature of the model, in its order; NaN is missing. */
  one(row: ArrayLike<number>): number;
  /** The same for rows that lie one after the other in `values`. */
  many(values: ArrayLike<number>): Float64Array;
}

/** Rows whose ranks stay in the processor's cache while all trees pass over them. */
const BLOCK_ROWS = 512;
/** A question in one number: the place of the feature above, that of the border below. */
const BORDER_BITS = 16;
const BORDER_MASK = 0xffff;
const SIGN_BIT = 31;

/**
 * Answers from the trees as CatBoost does: values are rounded to float32, compared by `value > border`, and the leaves are added in double
 * precision, tree after tree. Each value is ranked among its feature's borders once, so that a tree compares only small integers; it does so
 * by the sign of a difference, because the answers are as good as random to a processor that guesses branches.
 */
export function evaluator(model: TreeModel): Evaluator {
  const questions = Int32Array.from(
    model.splitFeatures,
    (feature, index) => (feature << BORDER_BITS) | (model.splitBorders[index] ?? 0),
  );
  const ranks = new Int32Array(model.features.length);
  return {
    one: (row) => {
      rankRow(model.features, row, ranks);
      return sumOfLeaves(model, questions, ranks) * model.scale + model.bias;
    },
    many: (values) => evaluateBlocks(model, values),
  };
}

function rankRow(features: readonly FloatFeature[], row: ArrayLike<number>, ranks: Int32Array): void {
  for (const [place, feature] of features.entries()) ranks[place] = rankOf(row[place] ?? Number.NaN, feature);
}

function sumOfLeaves({ depths, leafValues }: TreeModel, questions: Int32Array, ranks: Int32Array): number {
  let sum = 0;
  let next = 0;
  let firstLeaf = 0;
  for (let tree = 0; tree < depths.length; tree += 1) {
    const depth = depths[tree] ?? 0;
    let leaf = 0;
    for (let level = 0; level < depth; level += 1) {
      const question = questions[next + level] ?? 0;
      leaf |= isAbove(ranks[question >>> BORDER_BITS] ?? 0, question & BORDER_MASK) << level;
    }
    sum += leafValues[firstLeaf + leaf] ?? 0;
    next += depth;
    firstLeaf += 1 << depth;
  }
  return sum;
}

/** Tree after tree over a block of rows: each question is read once for all of them. */
function evaluateBlocks(model: TreeModel, values: ArrayLike<number>): Float64Array {
  const width = model.features.length;
  const sums = new Float64Array(values.length / width);
  const ranks = new Uint16Array(width * BLOCK_ROWS);
  const leaves = new Uint16Array(BLOCK_ROWS);
  for (let first = 0; first < sums.length; first += BLOCK_ROWS) {
    const block = sums.subarray(first, first + BLOCK_ROWS);
    model.features.forEach((feature, place) => {
      const column = ranks.subarray(place * BLOCK_ROWS, place * BLOCK_ROWS + block.length);
      for (let row = 0; row < column.length; row += 1)
        column[row] = rankOf(values[(first + row) * width + place] ?? Number.NaN, feature);
    });
    addLeaves({ model, ranks, leaves, sums: block });
  }
  return sums.map((sum) => sum * model.scale + model.bias);
}

interface Block {
  readonly model: TreeModel;
  /** Feature after feature, each with `BLOCK_ROWS` places. */
  readonly ranks: Uint16Array;
  readonly leaves: Uint16Array;
  readonly sums: Float64Array;
}

function addLeaves({ model, ranks, leaves, sums }: Block): void {
  const { depths, splitFeatures, splitBorders, leafValues } = model;
  let next = 0;
  let firstLeaf = 0;
  for (const depth of depths) {
    leaves.fill(0);
    for (let level = 0; level < depth; level += 1) {
      const column = (splitFeatures[next + level] ?? 0) * BLOCK_ROWS;
      addAnswers({ ranks, column, border: splitBorders[next + level] ?? 0, level }, leaves);
    }
    for (let row = 0; row < sums.length; row += 1)
      sums[row] = (sums[row] ?? 0) + (leafValues[firstLeaf + (leaves[row] ?? 0)] ?? 0);
    next += depth;
    firstLeaf += 1 << depth;
  }
}

interface Question {
  readonly ranks: Uint16Array;
  readonly column: number;
  readonly border: number;
  readonly level: number;
}

function addAnswers({ ranks, column, border, level }: Question, leaves: Uint16Array): void {
  for (let row = 0; row < leaves.length; row += 1)
    leaves[row] = (leaves[row] ?? 0) | (isAbove(ranks[column + row] ?? 0, border) << level);
}

/** 1 when a value of this rank is above the border, else 0. */
function isAbove(rank: number, border: number): number {
  return (border - rank) >>> SIGN_BIT;
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
