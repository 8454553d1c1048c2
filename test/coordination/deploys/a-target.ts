import type { DeployTarget, Reading, ServingRevision, ServingState } from '#src/platform/deploy-target.ts';

/** What one service serves, as a target that sees it would say. */
export function serving(...revisions: readonly Partial<ServingRevision>[]): Reading<ServingState> {
  return servingWith({}, ...revisions);
}

export function servingWith(
  state: Partial<ServingState>,
  ...revisions: readonly Partial<ServingRevision>[]
): Reading<ServingState> {
  const all = revisions.map((each, index) => ({ revision: `worker-0000${index + 1}`, commit: null, percent: 100, ...each }));
  return { type: 'known', value: { serving: all, rollout: 'settled', evidence: 'observed', url: null, ...state } };
}

export const UNREACHABLE = { type: 'unknown', why: 'Cloud Run in us-west2 cannot be reached.' } as const;

/** A target whose answers the test sets, for every service the same. It counts nothing and forgets nothing. */
export function aTarget(first: Reading<ServingState> = UNREACHABLE) {
  const shown: { serving: Reading<ServingState>; target: Partial<DeployTarget> } = { serving: first, target: {} };
  const target: DeployTarget = {
    readServing: async () => shown.serving,
    readRevisions: async (...question) => shown.target.readRevisions?.(...question) ?? { type: 'known', value: [] },
    readBuilds: async (...question) => shown.target.readBuilds?.(...question) ?? [],
    rollbackCommand: (service, revision) => `gcloud run services update-traffic ${service} --to-revisions ${revision}=100`,
  };
  return { target, shown };
}
