/**
 * How a missing value (NaN) of a feature compares with the feature's borders: with `AsTrue` it is above all of them,
 * with `AsIs` and `AsFalse` above none. The names are CatBoost's.
 */
export type NanTreatment = 'AsIs' | 'AsFalse' | 'AsTrue';

export interface FloatFeature {
  /** The name of a feature; empty when the model was trained without column names. */
  readonly name: string;
  /** The borders of a feature in strictly ascending order. The list is empty when no tree uses the feature. */
  readonly borders: Float32Array;
  readonly nanTreatment: NanTreatment;
  /** Whether the feature has missing values in the training data. */
  readonly hasNans: boolean;
}

/**
 * A CatBoost model of symmetric trees over numeric features. All nodes of a tree's level have the same split, `feature
 * > border`. The results of a tree's splits are the bits of its leaf index, with the first split as the lowest bit. The
 * prediction is `scale × (sum of the leaf values) + bias`.
 */
export interface TreeModel {
  /** The features of a CatBoost model, in the order of a row's values. */
  readonly features: readonly FloatFeature[];
  /** The number of splits of each tree, which is its depth. */
  readonly depths: Uint8Array;
  /**
   * For each split, the index of its feature in `features`, in the order of the trees. `splitBorders` has the index of
   * the border within that feature.
   */
  readonly splitFeatures: Uint16Array;
  readonly splitBorders: Uint16Array;
  /** The leaf values of the trees of a CatBoost model, in the order of the trees. A tree has 2 ** depth leaves. */
  readonly leafValues: Float64Array;
  readonly scale: number;
  readonly bias: number;
}
