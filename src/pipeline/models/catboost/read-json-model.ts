import * as z from 'zod';
import { printableText } from '../../dates/quoted.ts';
import { checkLoss } from './checked-loss.ts';
import { checkedModel, MAX_FEATURES } from './checked-model.ts';
import type { FloatFeature, TreeModel } from './tree-model.ts';
import { unusableModelFile } from './unusable-model-file.ts';

const Numbers = z.array(z.number());
const UnsupportedList = z.array(z.unknown()).nullish();

const FeatureInfo = z.object({
  feature_id: z.string().default(''),
  feature_index: z.int(),
  flat_feature_index: z.int(),
  borders: Numbers.nullish(),
  has_nans: z.boolean().default(false),
  nan_value_treatment: z.enum(['AsIs', 'AsFalse', 'AsTrue']),
});

const Split = z.object({
  float_feature_index: z.int().default(-1),
  border: z.number().default(0),
});
const Tree = z.object({ splits: z.array(Split).nullable(), leaf_values: Numbers });

const CatboostExport = z.object({
  features_info: z.object({
    float_features: z.array(FeatureInfo).max(MAX_FEATURES).default([]),
    categorical_features: UnsupportedList,
    text_features: UnsupportedList,
    embedding_features: UnsupportedList,
    ctrs: UnsupportedList,
  }),
  oblivious_trees: z.array(Tree).optional(),
  trees: UnsupportedList,
  scale_and_bias: z.tuple([z.number(), z.union([Numbers, z.number().transform((bias) => [bias])])]),
  model_info: z.object({ params: z.unknown().optional(), loss_function: z.unknown().optional() }).optional(),
});
type CatboostExport = z.infer<typeof CatboostExport>;

/**
 * Reads a CatBoost model from its JSON export. The result is the same as that of `readCbm` for the binary file. Throws
 * a `Problem` `model_not_loaded` unless the text is the export of a regression model with numeric features and
 * symmetric trees.
 */
export function readJsonModel(text: string): TreeModel {
  const parsed = CatboostExport.safeParse(parseJson(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw unusableModelFile(
      `The file is not a CatBoost JSON export: \`${issue?.path.join('.')}\` is invalid (${issue?.message}).`,
    );
  }
  const file = parsed.data;
  assertSupported(file);
  const trees = file.oblivious_trees ?? [];
  const [scale, [bias = 0]] = file.scale_and_bias;
  const features = featuresOf(file);
  return checkedModel({
    features,
    depths: trees.map(({ splits }) => splits?.length ?? 0),
    splits: splitsOf(trees, features),
    leafValues: Float64Array.from(trees.flatMap((tree) => tree.leaf_values)),
    scale,
    bias,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unusableModelFile(
      `The file is not JSON: ${cause instanceof Error ? printableText(cause.message) : 'unreadable'}.`,
      cause,
    );
  }
}

/**
 * Throws for a CatBoost model of an unsupported kind. This check runs first, so that an intact file of such a model is
 * not reported as damaged.
 */
function assertSupported(file: CatboostExport): void {
  const { features_info: info, trees } = file;
  const lists: readonly (readonly [string, readonly unknown[] | null | undefined])[] = [
    ['categorical features', info.categorical_features],
    ['text features', info.text_features],
    ['embedding features', info.embedding_features],
    ['counters for categorical features', info.ctrs],
    ['trees that are not symmetric', trees],
  ];
  const unsupported = lists.filter(([, list]) => list !== null && list !== undefined && list.length > 0);
  if (unsupported.length > 0) {
    const names = unsupported.map(([name]) => name).join(', ');
    throw unusableModelFile(`The model has ${names}; only numeric features and symmetric trees are supported.`);
  }
  const dimension = file.scale_and_bias[1].length;
  if (dimension !== 1)
    throw unusableModelFile(
      `The model predicts ${dimension} values; only models that predict one value are supported.`,
    );
  checkLoss({ params: file.model_info?.params, lossFunction: file.model_info?.loss_function });
}

/**
 * Returns one number for each split: the position of its border in the list of all borders. The borders of all features
 * are in one list. CatBoost's JSON export gives only the value of a border, not its position.
 */
function splitsOf(trees: readonly z.infer<typeof Tree>[], features: readonly FloatFeature[]): readonly number[] {
  let total = 0;
  const places = features.map(({ borders }) => {
    const first = total;
    total += borders.length;
    return new Map(Array.from(borders, (border, place) => [border, first + place]));
  });
  const splits = trees.flatMap((tree) => tree.splits ?? []);
  return splits.map(({ float_feature_index: feature, border }) => {
    const place = places[feature]?.get(border);
    if (place === undefined)
      throw unusableModelFile(`The file is damaged: feature ${feature} has no border ${border}.`);
    return place;
  });
}

function featuresOf({ features_info }: CatboostExport): readonly FloatFeature[] {
  return features_info.float_features.map((feature, place) => {
    if (feature.feature_index !== place || feature.flat_feature_index !== place)
      throw unusableModelFile(`The file is damaged: feature number ${place} has the wrong index.`);
    return {
      name: feature.feature_id,
      borders: Float32Array.from(feature.borders ?? []),
      nanTreatment: feature.nan_value_treatment,
      hasNans: feature.has_nans,
    };
  });
}
