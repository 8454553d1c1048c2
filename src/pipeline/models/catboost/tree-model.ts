/** Whether NaN counts as above a border: never for AsIs and AsFalse, always for AsTrue. The names are CatBoost's. */
export type NanTreatment = 'AsIs' | 'AsFalse' | 'AsTrue';

export interface FloatFeature {
  /** Empty when the model was trained without column names. */
  readonly name: string;
  /** Strictly ascending; empty when no tree uses the feature. */
  readonly borders: Float32Array;
  readonly nanTreatment: NanTreatment;
  /** Whether the feature was missing in any row of the training data. */
  readonly hasNans: boolean;
}

/**
 * Symmetric trees over numeric features: all nodes of a level have the same split, `feature > border`. The results of the splits are the bits of
 * the leaf's index, with the first split as the lowest bit. The prediction is `scale × (sum of the leaf values) + bias`.
 */
export interface TreeModel {
  /** In the order of a row's values. */
  readonly features: readonly FloatFeature[];
  /** The number of splits of each tree. */
  readonly depths: Uint8Array;
  /** For each split, in tree order: the index of the feature in `features`, and of the border in the feature's `borders`. */
  readonly splitFeatures: Uint16Array;
  readonly splitBorders: Uint16Array;
  /** 2 ** depth values for each tree, in tree order. */
  readonly leafValues: Float64Array;
  readonly scale: number;
  readonly bias: number;
}
