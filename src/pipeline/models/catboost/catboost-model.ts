import type { Absent, BaseModel, ModelAnswer, ModelArtifact, ModelInput } from '../model.ts';
import { unusableFeatures, withCurrentNames } from '../required-features.ts';
import { catboostPrediction } from './catboost-prediction.ts';
import { type Evaluator, evaluator } from './evaluate.ts';
import type { ModelCard } from './model-card.ts';
import type { TreeModel } from './tree-model.ts';

/**
 * The name of the feature that measures how steadily the player scores. The model's confidence needs it even if the
 * trees do not use it.
 */
const CONSISTENCY = 'points_std_last_10';

type Features = ModelInput['features'];

/**
 * A trained model that is described by its model card (domain notes 1.5). It reads features by name, so the version,
 * length and order of the vector do not matter. Unlike the reference system, it has no defaults for missing features
 * and no fallback formula. If the card allows a feature to be missing, the trees get NaN, as in training. Otherwise the
 * model makes no prediction, and its reason names the missing or infinite feature.
 */
export function catboostModel(card: ModelCard, trees: TreeModel): BaseModel {
  const { one } = evaluator(trees);
  return {
    kind: 'base',
    systemId: card.system_id,
    version: card.version,
    confidenceScale: 100,
    artifact: artifactOf(card),
    predict: (input) => predict(card, one, input),
  };
}

function artifactOf({ file, sha256, features, metrics, ...card }: ModelCard): ModelArtifact {
  return {
    file,
    sha256,
    trainedFrom: card.trained_from,
    trainedTo: card.trained_to,
    trainedAt: card.trained_at,
    features: features.map(({ name }) => name),
    metrics,
  };
}

function predict(
  { features: inputs, offset: offsets }: ModelCard,
  one: Evaluator['one'],
  input: ModelInput,
): ModelAnswer {
  const features = withCurrentNames(input.features);
  const row = rowOf(inputs, features);
  const pointsStd = features[CONSISTENCY];
  if (row === undefined || pointsStd === undefined || !Number.isFinite(pointsStd)) return unusable(inputs, features);
  const offset = offsets === undefined ? 0 : firstPresent(offsets, features);
  if (typeof offset !== 'number') return offset;
  return catboostPrediction({ raw: one(row) + offset, pointsStd, quality: input.quality, line: input.line });
}

/**
 * Returns the values of the features in the model's order, or undefined if a value is unusable. Each name is looked up
 * only once, because a lookup costs more than evaluating a tree.
 */
function rowOf(inputs: ModelCard['features'], features: Features): Float64Array | undefined {
  const row = new Float64Array(inputs.length);
  let place = 0;
  for (const { name, missing } of inputs) {
    const value = features[name] ?? Number.NaN;
    if (!isUsable(missing, value)) return undefined;
    row[place] = value;
    place += 1;
  }
  return row;
}

function unusable(inputs: ModelCard['features'], features: Features): Absent {
  const names = inputs
    .filter(({ name, missing }) => !isUsable(missing, features[name] ?? Number.NaN))
    .map(({ name }) => name);
  const isSteadinessKnown = Number.isFinite(features[CONSISTENCY]) || names.includes(CONSISTENCY);
  return unusableFeatures(isSteadinessKnown ? names : [...names, CONSISTENCY], features);
}

function isUsable(missing: 'nan' | 'refuse', value: number): boolean {
  return Number.isFinite(value) || (missing === 'nan' && Number.isNaN(value));
}

function firstPresent(names: readonly string[], features: Features): number | Absent {
  const name = names.find((candidate) => !Number.isNaN(features[candidate] ?? Number.NaN));
  const value = name === undefined ? undefined : features[name];
  if (name === undefined || value === undefined) return unusableFeatures(names, features);
  return Number.isFinite(value) ? value : unusableFeatures([name], features);
}
