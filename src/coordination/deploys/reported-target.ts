import type {
  BuildSource,
  CreatedRevision,
  DeployTarget,
  ServiceBuild,
  ServingState,
} from '../../platform/deploy-target.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import { InvalidDocument } from '../../platform/invalid-document.ts';
import { known, type Reading, unknown } from '../../platform/reading.ts';
import { Unavailable } from '../../platform/unavailable.ts';
import { nameOf } from '../identity/actor.ts';
import type { DeployRecord } from './deploy-record.ts';
import { newestDeploys } from './newest-deploys.ts';

const SOURCE = 'the reported deploys';

interface ReportedTargetDeps {
  readonly store: DocumentStore;
  readonly services: readonly string[];
}

/**
 * The deploy target of services that nothing observes: what people and agents reported with `deploy start` and `deploy
 * finish`. A running deploy counts as a build, and a succeeded one as a revision that serves.
 */
export function reportedTarget({ store, services }: ReportedTargetDeps): DeployTarget {
  const read = <T>(service: string, answer: (newest: readonly DeployRecord[]) => Reading<T>) =>
    orUnknown(async () => answer(await newestDeploys(store, service)));
  const readBuilds = (since: Date) =>
    orUnknown(async () => {
      const all = await Promise.all(services.map((service) => newestDeploys(store, service)));
      return known(buildsOf(all.flat(), since));
    });
  return {
    readServing: (service) => read(service, (newest) => servingOf(newest, service)),
    readRevisions: (service, since) => read(service, (newest) => known(revisionsOf(newest, since))),
    readBuilds: async (since): Promise<readonly BuildSource[]> => [{ name: SOURCE, builds: await readBuilds(since) }],
    rollbackCommand: () => null,
  };
}

/** The newest deploy that succeeded serves, unless a later one ended without a result: then nobody knows what serves. */
function servingOf(newest: readonly DeployRecord[], service: string): Reading<ServingState> {
  const succeeded = newest.find(({ state }) => state === 'succeeded');
  if (succeeded === undefined)
    return unknown(`Nothing observes ${service}, and no earlier deploy of it has succeeded.`);
  const later = newest.slice(0, newest.indexOf(succeeded));
  if (later.some(({ state }) => state === 'unknown'))
    return unknown(`The last deploy of ${service} ended without a result, so nobody reported what ${service} serves.`);
  const { deploy_id: revision, commit } = succeeded;
  return known({ serving: [{ revision, commit, percent: 100 }], rollout: rolloutOf(newest[0]), ...REPORTED });
}

const REPORTED = { evidence: 'reported', url: null } as const;

function rolloutOf(newest: DeployRecord | undefined): ServingState['rollout'] {
  if (newest?.state === 'running') return 'in-progress';
  return newest?.state === 'failed' ? 'failed' : 'settled';
}

function revisionsOf(newest: readonly DeployRecord[], since: Date): readonly CreatedRevision[] {
  return newest.flatMap(({ deploy_id: revision, service, commit, state, ended_at: createdAt, claimant }) =>
    state === 'succeeded' && createdAt !== null && Date.parse(createdAt) >= since.getTime()
      ? [{ service, revision, commit, createdAt, by: byOf(claimant) }]
      : [],
  );
}

function buildsOf(deploys: readonly DeployRecord[], since: Date): readonly ServiceBuild[] {
  return deploys
    .filter(({ state, ended_at }) => state === 'running' || Date.parse(ended_at ?? '') >= since.getTime())
    .map(({ deploy_id: id, service, state, commit, started_at: startedAt, ended_at: endedAt, claimant }) => ({
      id,
      service,
      state,
      commit,
      startedAt,
      endedAt,
      by: byOf(claimant),
      url: null,
    }))
    .toSorted((one, other) => Date.parse(other.startedAt) - Date.parse(one.startedAt));
}

function byOf({ name, acts_for }: DeployRecord['claimant']): string {
  return nameOf(acts_for === null ? { name } : { name, actsFor: acts_for });
}

async function orUnknown<T>(read: () => Promise<Reading<T>>): Promise<Reading<T>> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Unavailable) return unknown('The store with the reported deploys cannot be reached.');
    if (error instanceof InvalidDocument)
      return unknown(`The document ${error.path} of a deploy cannot be read: ${error.issues.join('; ')}.`);
    throw error;
  }
}
