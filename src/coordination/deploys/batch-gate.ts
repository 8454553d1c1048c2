import { driftSeverity } from './drift.ts';
import { type DriftReads, readDrift, type ServiceDrift } from './read-drift.ts';

/** The services that make predictions and whose code is stale, and those of which nobody knows it. */
export interface PredictionPath {
  readonly stale: readonly ServiceDrift[];
  readonly unknown: readonly ServiceDrift[];
}

/**
 * Returns the part of the prediction path that keeps a batch from starting. A service that makes predictions is stale if
 * its drift is critical: six undeployed commits, or one older than twelve hours. A drift that is unknown never keeps a
 * batch from starting, because a laptop and a machine without the repository always have one.
 */
function judgePredictionPath(services: readonly ServiceDrift[]): PredictionPath {
  return {
    stale: services.filter(({ drift }) => driftSeverity(drift) === 'critical'),
    unknown: services.filter(({ drift }) => drift.type === 'unknown'),
  };
}

/** Returns the names of the services that make predictions. */
export function predictingServices({ serviceMap }: Pick<DriftReads, 'serviceMap'>): readonly string[] {
  return [...serviceMap].filter(([, { predicts }]) => predicts).map(([name]) => name);
}

/** Compares the services that make predictions with main. */
export async function readPredictionPath(deps: DriftReads): Promise<PredictionPath> {
  const { services } = await readDrift(deps, predictingServices(deps));
  return judgePredictionPath(services);
}
