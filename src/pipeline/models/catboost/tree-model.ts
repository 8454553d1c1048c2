/** What a comparison with a border answers for NaN: AsIs and AsFalse never, AsTrue always. The names are CatBoost's. */
export type NanTreatment = 'AsIs' | 'AsFalse' | 'AsTrue';

export interface FloatFeature {
  /** Empty where the model was trained on columns without names. */
  readonly name: string;
  /** Strictly ascending; empty when no tree asks for the feature. */
  readonly borders: Float32Array;
  readonly nanTreatment: NanTreatment;
  /** Whether the feature was missing in a row of the training data. */
  readonly hasNans: boolean;
}

/**
 * Symmetric trees over numbers: all nodes of a level ask the same question, `feature > border`, and the answers are the bits of the leaf's
 * number, the first question being the lowest bit. The prediction is `scale × (sum of the leaves) + bias`.
 */
export interface TreeModel {
  /** In the order of a row's values. */
  readonly features: readonly FloatFeature[];
  /** Questions of each tree. */
  readonly depths: Uint8Array;
  /** For each question, tree after tree: the place of the feature in `features`, and of the border in the feature's `borders`. */
  readonly splitFeatures: Uint16Array;
  readonly splitBorders: Uint16Array;
  /** For each tree 2 ** depth values, tree after tree. */
  readonly leafValues: Float64Array;
  readonly scale: number;
  readonly bias: number;
}
