import type {
  CreatedRevision,
  DeployTarget,
  ServiceBuild,
  ServingRevision,
  ServingState,
} from '#src/platform/deploy-target.ts';
import type { Reading } from '#src/platform/reading.ts';

/** What one service serves, as a target that sees it would say. */
export function serving(...revisions: readonly Partial<ServingRevision>[]): Reading<ServingState> {
  return servingWith({}, ...revisions);
}

export function servingWith(
  state: Partial<ServingState>,
  ...revisions: readonly Partial<ServingRevision>[]
): Reading<ServingState> {
  const all = revisions.map((each, index) => ({
    revision: `worker-0000${index + 1}`,
    commit: null,
    percent: 100,
    ...each,
  }));
  return { type: 'known', value: { serving: all, rollout: 'settled', evidence: 'observed', url: null, ...state } };
}

export const UNREACHABLE = { type: 'unknown', why: 'Cloud Run in us-west2 cannot be reached.' } as const;

interface Shown {
  serving: Reading<ServingState>;
  revisions: Reading<readonly CreatedRevision[]>;
  builds: Reading<readonly ServiceBuild[]>;
}

/** A target whose answers the test sets, for every service the same. The builds and revisions that it shows are those of `shown`. */
export function aTarget(first: Reading<ServingState> = UNREACHABLE) {
  const shown: Shown = {
    serving: first,
    revisions: { type: 'known', value: [] },
    builds: { type: 'known', value: [] },
  };
  const target: DeployTarget = {
    readServing: async () => shown.serving,
    readRevisions: async () => shown.revisions,
    readBuilds: async () => [{ name: 'Cloud Build', builds: shown.builds }],
    rollbackCommand: (service, revision) =>
      `gcloud run services update-traffic ${service} --to-revisions ${revision}=100`,
  };
  return { target, shown };
}
