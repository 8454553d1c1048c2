export interface InventedTree {
  readonly splits: readonly { readonly float_feature_index: number; readonly border: number }[];
  readonly leaf_values: readonly number[];
}

export interface TreeSize {
  readonly features: number;
  /** The number of borders of each feature. */
  readonly borders: number;
  readonly trees: number;
  readonly depth: number;
}

/** A model in CatBoost's JSON export format. The same size always gives the same model. */
export function inventedExport({ features, borders, trees, depth }: TreeSize) {
  const next = inventedNumbers(1);
  const bordersOf = Array.from({ length: features }, () =>
    Array.from({ length: borders }, () => Math.fround(next())).toSorted((a, b) => a - b),
  );
  const oblivious_trees: readonly InventedTree[] = Array.from({ length: trees }, () => ({
    splits: Array.from({ length: depth }, () => {
      const float_feature_index = Math.floor(next() * features);
      return { float_feature_index, border: bordersOf[float_feature_index]?.[Math.floor(next() * borders)] ?? 0 };
    }),
    leaf_values: Array.from({ length: 2 ** depth }, () => next() - 0.5),
  }));
  return {
    features_info: {
      float_features: bordersOf.map((list, index) => ({
        feature_id: `feature_${index}`,
        feature_index: index,
        flat_feature_index: index,
        borders: list,
        has_nans: false,
        nan_value_treatment: 'AsIs',
      })),
    },
    oblivious_trees,
    scale_and_bias: [1, [0]],
  };
}

/** Values from 0 to 1; one in twenty is missing. */
export function inventedRows(rows: number, features: number): readonly (readonly number[])[] {
  const next = inventedNumbers(2);
  return Array.from({ length: rows }, () =>
    Array.from({ length: features }, () => (next() < 0.05 ? Number.NaN : next())),
  );
}

/** A reproducible sequence, uniform in 0 to 1: a linear congruential generator. */
function inventedNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
