import { type BaseModel, isAbsent, type ModelInput, type Prediction } from '#src/pipeline/models/model.ts';

/** What the model predicts. Throws where it is absent. */
export function predicted(model: BaseModel, input: ModelInput): Prediction {
  const answer = model.predict(input);
  if (isAbsent(answer)) throw new Error(`${model.systemId} is absent: ${answer.absent}`);
  return answer;
}
