import { fileURLToPath } from 'node:url';
import { evaluator } from '#src/pipeline/models/catboost/evaluate.ts';
import { loadModel } from '#src/pipeline/models/catboost/model-files.ts';
import { readJsonModel } from '#src/pipeline/models/catboost/read-json-model.ts';
import { filesBelow } from '#src/platform/embedded/files-below.ts';
import { type InventedTree, inventedExport, inventedRows } from './invented-trees.ts';
import { type Bench, type Measure, timed } from './measure.ts';

const MODELS = fileURLToPath(new URL('../models', import.meta.url));
const CARD = /^([a-z0-9_]+)\.json$/;
const SIZE = { features: 39, borders: 60, trees: 500, depth: 6 };
const ROWS = 10_000;
const ROUNDS = 9;
/** Maximum share of the time of the straightforward evaluator. */
const LIMIT_RATIO = 0.5;
const LIMIT_LOAD_SECONDS = 0.2;

/** Compares the evaluator with a straightforward one, and measures loading all trained models. */
export const bench: Bench = {
  name: 'catboost',
  async run() {
    const loading = await timed(() => {
      const files = filesBelow(MODELS);
      const ids = files.flatMap(({ name }) => CARD.exec(name)?.[1] ?? []);
      return ids.map((systemId) => loadModel(files, systemId));
    });
    return [
      {
        name: `load ${loading.result.length} trained models`,
        value: loading.seconds,
        unit: 's',
        limit: LIMIT_LOAD_SECONDS,
      },
      ...(await evaluation()),
    ];
  },
};

async function evaluation(): Promise<readonly Measure[]> {
  const file = inventedExport(SIZE);
  const rows = inventedRows(ROWS, SIZE.features);
  const table = Float64Array.from(rows.flat());
  const { one, many } = evaluator(readJsonModel(JSON.stringify(file)));
  const ways = {
    straightforward: () => rows.map((row) => straightforward(file.oblivious_trees, row)),
    one: () => rows.map(one),
    many: () => Array.from(many(table)),
  };
  const expected = ways.straightforward();
  const seconds: Record<keyof typeof ways, number[]> = { straightforward: [], one: [], many: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const way of ['straightforward', 'one', 'many'] as const) {
      const run = await timed(ways[way]);
      if (run.result.some((value, row) => value !== expected[row]))
        throw new Error(`${way} gives different predictions`);
      seconds[way].push(run.seconds);
    }
  }
  const plain = median(seconds.straightforward);
  const [single, block] = [median(seconds.one), median(seconds.many)];
  const what = `${ROWS.toLocaleString('en-US')} rows, ${SIZE.trees} trees of depth ${SIZE.depth}`;
  return [
    { name: `${what}: straightforward`, value: plain, unit: 's' },
    { name: `${what}: one row at a time`, value: single, unit: 's' },
    { name: `${what}: all rows at once`, value: block, unit: 's' },
    {
      name: 'one row at a time, relative to straightforward',
      value: single / plain,
      unit: 'times',
      limit: LIMIT_RATIO,
    },
    { name: 'all rows at once, relative to straightforward', value: block / plain, unit: 'times', limit: LIMIT_RATIO },
  ];
}

/** A simple evaluator, written directly from the JSON export. */
function straightforward(trees: readonly InventedTree[], row: readonly number[]): number {
  let sum = 0;
  for (const { splits, leaf_values } of trees) {
    let leaf = 0;
    splits.forEach(({ float_feature_index, border }, level) => {
      if (Math.fround(row[float_feature_index] ?? Number.NaN) > border) leaf += 2 ** level;
    });
    sum += leaf_values[leaf] ?? 0;
  }
  return sum;
}

/** The median is robust against other load on the machine. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
