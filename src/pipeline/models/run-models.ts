import type { Model, ModelInput, Prediction } from './model.ts';

export interface ModelResult {
  readonly systemId: string;
  readonly version: string;
  readonly prediction: Prediction;
  /** The confidence as it is stored, 0 to 100, whatever the model's own scale. */
  readonly confidencePercent: number;
}

export interface ModelError {
  readonly systemId: string;
  readonly cause: unknown;
}

export interface ModelRun {
  readonly results: readonly ModelResult[];
  readonly errors: readonly ModelError[];
}

/**
 * Runs every model on one player. Each result carries the id of the model that made it, so that no position or slot can label it wrong.
 * A model that cannot run is absent; one that throws, or answers with something that is not a number, is absent and among `errors`. None
 * stops the others.
 */
export function runModels(models: readonly Model[], input: ModelInput): ModelRun {
  const results: ModelResult[] = [];
  const errors: ModelError[] = [];
  for (const model of models) {
    try {
      const prediction = checked(model.predict(input));
      if (prediction !== undefined) results.push(labelled(model, prediction));
    } catch (cause) {
      errors.push({ systemId: model.systemId, cause });
    }
  }
  return { results, errors };
}

function labelled({ systemId, version, confidenceScale }: Model, prediction: Prediction): ModelResult {
  return { systemId, version, prediction, confidencePercent: prediction.confidence * (100 / confidenceScale) };
}

function checked(prediction: Prediction | undefined): Prediction | undefined {
  if (prediction === undefined) return undefined;
  const { predictedPoints, confidence } = prediction;
  if (Number.isFinite(predictedPoints) && Number.isFinite(confidence)) return prediction;
  throw new Error(`The model answered ${predictedPoints} points with confidence ${confidence}.`);
}
