import { Problem } from '../../platform/problem.ts';
import type { Model } from './model.ts';

/**
 * Throws a `Problem` `model_not_loaded` when the models could not be told apart or run: two of one id, one trained file under two ids (RT-24),
 * or an ensemble whose components do not run before it.
 */
export function checkRegistry(models: readonly Model[]): void {
  const fault = models.map((model, place) => faultOf(model, models.slice(0, place))).find((each) => each !== undefined);
  if (fault === undefined) return;
  const message = `${fault} Nothing is predicted so. Mend src/pipeline/models/registry.ts, or the file in models/.`;
  throw new Problem({ code: 'model_not_loaded', message });
}

function faultOf(model: Model, before: readonly Model[]): string | undefined {
  const { systemId, artifact } = model;
  if (before.some((other) => other.systemId === systemId)) return `Two models are called ${systemId}.`;
  const twin = before.find((other) => artifact !== undefined && other.artifact?.sha256 === artifact.sha256);
  if (twin !== undefined) return `${systemId} is the same file as ${twin.systemId}, ${twin.artifact?.file}.`;
  if (model.kind === 'base') return undefined;
  const missing = model.components.filter((id) => !before.some((other) => other.systemId === id));
  return missing.length === 0 ? undefined : `${systemId} needs ${missing.join(', ')}, which does not run before it.`;
}
