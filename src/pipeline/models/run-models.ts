import {
  type Absent,
  type Component,
  isAbsent,
  type Model,
  type ModelAnswer,
  type ModelArtifact,
  type ModelInput,
  type Prediction,
} from './model.ts';

export interface ModelResult {
  readonly systemId: string;
  readonly version: string;
  readonly artifact: ModelArtifact | undefined;
  readonly prediction: Prediction;
  /** The confidence of a prediction, converted from the model's own scale to 0 to 100. */
  readonly confidencePercent: number;
}

interface AbsentModel {
  readonly systemId: string;
  /** The reason why a model has no prediction, as the end of a sentence, such as `it lacks fatigue_score`. */
  readonly reason: string;
}

export interface ModelError {
  readonly systemId: string;
  readonly cause: unknown;
}

export interface ModelRun {
  readonly results: readonly ModelResult[];
  readonly absent: readonly AbsentModel[];
  readonly errors: readonly ModelError[];
}

/** The models that must not run. The key is the system id, and the value is the reason. */
export type SuspendedModels = ReadonlyMap<string, string>;

const NONE: SuspendedModels = new Map();

/**
 * Runs every model on one player, in the order of the registry. An ensemble gets the results of its components, which
 * run before it. Each result carries the id, version and file of its model, so it cannot be attributed to another
 * model. `absent` lists the models that cannot run or are suspended, each with the reason. `errors` lists the models
 * that threw or returned a number that is not finite. An absent or failed model does not stop the other models.
 */
export function runModels(models: readonly Model[], input: ModelInput, suspended: SuspendedModels = NONE): ModelRun {
  const results: ModelResult[] = [];
  const absent: AbsentModel[] = [];
  const errors: ModelError[] = [];
  for (const model of models) {
    try {
      const reason = suspended.get(model.systemId);
      const answer = reason === undefined ? assertFinite(answerOf(model, input, results)) : { absent: reason };
      if (isAbsent(answer)) absent.push({ systemId: model.systemId, reason: answer.absent });
      else results.push(toResult(model, answer));
    } catch (cause) {
      errors.push({ systemId: model.systemId, cause });
    }
  }
  return { results, absent, errors };
}

function answerOf(model: Model, input: ModelInput, before: readonly ModelResult[]): ModelAnswer {
  if (model.kind === 'base') return model.predict(input);
  const components = model.components.flatMap((systemId) => before.filter((result) => result.systemId === systemId));
  return model.combine(components.map(toComponent), input.line);
}

function toComponent({ systemId, confidencePercent, prediction }: ModelResult): Component {
  const { predictedPoints, recommendation } = prediction;
  return { systemId, confidencePercent, predictedPoints, recommendation };
}

function toResult({ systemId, version, artifact, confidenceScale }: Model, prediction: Prediction): ModelResult {
  const confidencePercent = prediction.confidence * (100 / confidenceScale);
  return { systemId, version, artifact, prediction, confidencePercent };
}

function assertFinite(answer: ModelAnswer): Prediction | Absent {
  if (isAbsent(answer)) return answer;
  const { predictedPoints, confidence } = answer;
  if (Number.isFinite(predictedPoints) && Number.isFinite(confidence)) return answer;
  throw new Error(
    `The model returned ${predictedPoints} points with confidence ${confidence}; both must be finite numbers.`,
  );
}
