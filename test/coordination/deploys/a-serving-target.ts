import type { DeployTarget, ServingRevision } from '#src/platform/deploy-target.ts';

/** A target whose services serve the given revisions. It does not know any other service. */
export function aServingTarget(services: Readonly<Record<string, readonly ServingRevision[]>>): DeployTarget {
  const unknown = (service: string) =>
    ({ type: 'unknown', why: `Nobody has reported what ${service} serves.` }) as const;
  return {
    readServing: async (service) => {
      const serving = services[service];
      return serving === undefined
        ? unknown(service)
        : { type: 'known', value: { serving, rollout: 'settled', evidence: 'observed', url: null } };
    },
    readRevisions: async (service) => unknown(service),
    readBuilds: async () => [],
    rollbackCommand: () => null,
  };
}

/** A revision with all the traffic. */
export function serves(commit: string | null): readonly ServingRevision[] {
  return [{ revision: 'worker-00001', commit, percent: 100 }];
}
