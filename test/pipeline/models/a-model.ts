import type { BaseModel, ModelAnswer, ModelInput } from '#src/pipeline/models/model.ts';

/** A model with the given answer. */
export function aModel(systemId: string, predict: (input: ModelInput) => ModelAnswer): BaseModel {
  return { kind: 'base', systemId, version: '1', confidenceScale: 1, artifact: undefined, predict };
}
