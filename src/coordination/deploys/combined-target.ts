import type { BuildSource, DeployTarget, PartialTarget } from '../../platform/deploy-target.ts';
import { known, type Reading } from '../../platform/reading.ts';

interface CombinedTargets {
  /** The targets that see what runs. The first one that covers a service answers for it. */
  readonly observers: readonly PartialTarget[];
  /** Answers for the services that no observer covers. */
  readonly fallback: (services: readonly string[]) => DeployTarget;
  readonly services: readonly string[];
}

/** Combines targets into one. If an observer cannot say whether it covers a service, the service is unknown. */
export function combinedTarget({ observers, fallback, services }: CombinedTargets): DeployTarget {
  const all = fallback(services);
  const ask = async <T>(service: string, question: (target: DeployTarget) => Promise<Reading<T>>) => {
    const found = await targetOf(observers, service);
    return found.type === 'unknown' ? found : await question(found.value ?? all);
  };
  return {
    readServing: (service) => ask(service, (target) => target.readServing(service)),
    readRevisions: (service, since) => ask(service, (target) => target.readRevisions(service, since)),
    async readBuilds(since): Promise<readonly BuildSource[]> {
      const found = await Promise.all(services.map((service) => targetOf(observers, service)));
      const others = services.filter((_, index) => isUncovered(found[index]));
      const targets = [...observers, ...(others.length === 0 ? [] : [fallback(others)])];
      return (await Promise.all(targets.map((target) => target.readBuilds(since)))).flat();
    },
    rollbackCommand: (service, revision) =>
      observers.map((target) => target.rollbackCommand(service, revision)).find((command) => command !== null) ?? null,
  };
}

/** Resolves to the first observer that covers the service; undefined if none does. */
async function targetOf(
  observers: readonly PartialTarget[],
  service: string,
): Promise<Reading<PartialTarget | undefined>> {
  for (const observer of observers) {
    const covers = await observer.covers(service);
    if (covers.type === 'unknown') return covers;
    if (covers.value) return known(observer);
  }
  return known(undefined);
}

function isUncovered(found: Reading<PartialTarget | undefined> | undefined): boolean {
  return found?.type === 'known' && found.value === undefined;
}
