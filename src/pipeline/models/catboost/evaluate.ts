import type { FloatFeature, TreeModel } from './tree-model.ts';

export interface Evaluator {
  /**
   * Returns the raw prediction for one row. The row holds the feature values in the model's order; NaN means a missing
   * value.
   */
  one(row: ArrayLike<number>): number;
  /**
   * Returns the raw predictions for several rows. `values` contains the feature values of the rows one row after
   * another.
   */
  many(values: Float64Array): Float64Array;
}

/**
 * The number of rows that are evaluated together as one block. It is so small that the block's data stays in the
 * processor's cache for all trees.
 */
const BLOCK_ROWS = 512;
/** The number of bits that hold the border's index in a packed split. The bits above them hold the feature's index. */
const BORDER_BITS = 16;
const BORDER_MASK = 0xffff;
const SIGN_BIT = 31;
/**
 * The rank of a value that is above every border of its feature. A feature always has fewer borders than this number.
 */
const ABOVE_ALL = 0xffff;

/**
 * Creates a function that evaluates a CatBoost model exactly as CatBoost does. Values are rounded to float32, splits
 * test `value > border`, and leaf values are added in double precision in the order of the trees. For speed, each value
 * is ranked once among the borders of its feature, so that trees compare only small integers. A comparison uses the
 * sign of a difference instead of a branch, because the processor cannot predict such branches.
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

/**
 * Evaluates the rows in blocks. Each tree is applied to a whole block, so that the tree's splits are read only once per
 * block.
 */
function evaluateBlocks(model: TreeModel, values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length / model.features.length);
  const ranks = model.features.map(() => new Uint16Array(BLOCK_ROWS));
  const leaves = new Uint16Array(BLOCK_ROWS);
  for (let first = 0; first < sums.length; first += BLOCK_ROWS) {
    const block = sums.subarray(first, first + BLOCK_ROWS);
    const width = model.features.length;
    rankBlock(model.features, values.subarray(first * width, (first + BLOCK_ROWS) * width), ranks);
    addLeaves({ model, ranks, leaves, sums: block });
  }
  return sums.map((sum) => sum * model.scale + model.bias);
}

function rankBlock(features: readonly FloatFeature[], values: Float64Array, ranks: readonly Uint16Array[]): void {
  const width = features.length;
  for (const [place, feature] of features.entries()) {
    const column = ranks[place] ?? new Uint16Array();
    for (let at = place, row = 0; at < values.length; at += width, row += 1)
      column[row] = rankOf(values[at] ?? Number.NaN, feature);
  }
}

interface Block {
  readonly model: TreeModel;
  /**
   * For each feature, the rank of its value in each row of the block. The rank is the number of borders below the
   * value.
   */
  readonly ranks: readonly Uint16Array[];
  /** A buffer with one leaf index for each row of the block: the leaf that the row reaches in the current tree. */
  readonly leaves: Uint16Array;
  readonly sums: Float64Array;
}

function addLeaves({ model: { depths, splitFeatures, splitBorders, leafValues }, ranks, leaves, sums }: Block): void {
  const questionOf = (split: number): Question => ({
    ranks: ranks[splitFeatures[split] ?? 0] ?? leaves,
    border: splitBorders[split] ?? 0,
  });
  let next = 0;
  let firstLeaf = 0;
  for (const depth of depths) {
    leaves.fill(0);
    for (let level = 0; level < depth; level += 2) {
      const low = questionOf(next + level);
      const high = level + 1 < depth ? questionOf(next + level + 1) : { ...low, border: ABOVE_ALL };
      addAnswers(leaves, level, [low, high]);
    }
    addValues(sums, leaves, leafValues.subarray(firstLeaf));
    next += depth;
    firstLeaf += 1 << depth;
  }
}

interface Question {
  readonly ranks: Uint16Array;
  readonly border: number;
}

/**
 * Evaluates two splits of a tree in one pass over the rows. Reading and writing the array `leaves` once per split would
 * take longer than the comparisons.
 */
function addAnswers(leaves: Uint16Array, level: number, [low, high]: readonly [Question, Question]): void {
  const { ranks: lowRanks, border: lowBorder } = low;
  const { ranks: highRanks, border: highBorder } = high;
  const rows = leaves.length;
  for (let row = 0; row < rows; row += 1) {
    const answers = isAbove(lowRanks[row] ?? 0, lowBorder) | (isAbove(highRanks[row] ?? 0, highBorder) << 1);
    leaves[row] = (leaves[row] ?? 0) | (answers << level);
  }
}

function addValues(sums: Float64Array, leaves: Uint16Array, leafValues: Float64Array): void {
  for (let row = 0; row < sums.length; row += 1) sums[row] = (sums[row] ?? 0) + (leafValues[leaves[row] ?? 0] ?? 0);
}

/**
 * Returns 1 when a feature value is above a border, otherwise 0. The value is given by its rank, the border by its
 * index.
 */
function isAbove(rank: number, border: number): number {
  return (border - rank) >>> SIGN_BIT;
}

/**
 * Returns the number of the feature's borders that are below the value. NaN is above either all borders or none,
 * depending on the model.
 */
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
