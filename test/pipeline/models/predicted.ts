import { type BaseModel, isAbsent, type ModelInput, type Prediction } from '#src/pipeline/models/model.ts';

/** The prediction of a model. Throws when the model is absent. */
export function predicted(model: BaseModel, input: ModelInput): Prediction {
  const answer = model.predict(input);
  if (isAbsent(answer)) throw new Error(`${model.systemId} is absent: ${answer.absent}`);
  return answer;
}
