import { Problem } from '../../platform/problem.ts';
import type { Model } from './model.ts';

/**
 * Throws a `Problem` `model_not_loaded` for an invalid list of models. A list is invalid if two models have the same id
 * or the same trained file, or if an ensemble runs before one of its components.
 */
export function checkRegistry(models: readonly Model[]): void {
  const fault = models.map((model, place) => faultOf(model, models.slice(0, place))).find((each) => each !== undefined);
  if (fault === undefined) return;
  const message = `${fault} Tipoff makes no predictions until the list of models is fixed in src/pipeline/models/registry.ts or in models/.`;
  throw new Problem({ code: 'model_not_loaded', message });
}

function faultOf(model: Model, before: readonly Model[]): string | undefined {
  const { systemId, artifact } = model;
  if (before.some((other) => other.systemId === systemId)) return `Two models have the id ${systemId}.`;
  const twin = before.find((other) => artifact !== undefined && other.artifact?.sha256 === artifact.sha256);
  if (twin !== undefined)
    return `The models ${systemId} and ${twin.systemId} use the same file, ${twin.artifact?.file}.`;
  if (model.kind === 'base') return undefined;
  const missing = model.components.filter((id) => !before.some((other) => other.systemId === id));
  return missing.length === 0 ? undefined : `The model ${systemId} needs ${missing.join(', ')} to run before it.`;
}
