import type { CreatedRevision, DeployTarget, ServiceBuild, ServingState } from '#src/platform/deploy-target.ts';

export interface TargetFacts {
  readonly builds?: readonly ServiceBuild[];
  readonly revisions?: readonly CreatedRevision[];
  readonly serving?: Readonly<Record<string, Pick<ServingState, 'serving' | 'rollout'>>>;
  /** The services that cannot be read. */
  readonly unreadable?: readonly string[];
  /** Whether the builds cannot be read. */
  readonly buildsUnreadable?: true;
}

export const WHY = 'Permission denied. Grant the role roles/run.viewer.';

/** A deploy target that observes exactly these facts. `facts` is asked at each question. */
export function aTarget(facts: () => TargetFacts): DeployTarget {
  const unknown = { type: 'unknown', why: WHY } as const;
  return {
    async readServing(service) {
      const { serving = {}, unreadable = [] } = facts();
      const found = serving[service];
      if (unreadable.includes(service) || found === undefined) return unknown;
      return { type: 'known', value: { ...found, evidence: 'observed', url: null } };
    },
    async readRevisions(service, since) {
      const { revisions = [], unreadable = [] } = facts();
      if (unreadable.includes(service)) return unknown;
      const value = revisions.filter((each) => each.service === service && new Date(each.createdAt) >= since);
      return { type: 'known', value };
    },
    async readBuilds() {
      const { builds = [], buildsUnreadable = false } = facts();
      const name = 'Cloud Build in us-west2';
      return [{ name, builds: buildsUnreadable ? unknown : { type: 'known', value: builds } }];
    },
    rollbackCommand: () => null,
  };
}

export function aBuild(fields: Partial<ServiceBuild> = {}): ServiceBuild {
  return {
    id: 'build-1',
    service: 'worker',
    state: 'running',
    commit: '4f2c1ab',
    startedAt: new Date().toISOString(),
    endedAt: null,
    by: 'trigger deploy-worker',
    url: 'https://console.example/build-1',
    ...fields,
  };
}

export function aRevision(fields: Partial<CreatedRevision> = {}): CreatedRevision {
  return {
    service: 'worker',
    revision: 'worker-00042',
    commit: '4f2c1ab',
    createdAt: new Date().toISOString(),
    by: 'ci@example.iam.gserviceaccount.com',
    ...fields,
  };
}
