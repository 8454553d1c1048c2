import type { CommitHistory, UnknownHistory } from '../../platform/commit-history.ts';
import type { DeployTarget, Reading, ServingRevision, ServingState } from '../../platform/deploy-target.ts';
import { type Drift, judgeDrift, worstDrift } from './drift.ts';
import type { ServiceEntry, ServiceMap } from './service-map.ts';

export interface DriftReads {
  readonly serviceMap: ServiceMap;
  readonly history: CommitHistory;
  readonly target: DeployTarget;
  readonly now: () => Date;
}

/** A revision that carries traffic, compared with main. */
export interface RevisionDrift extends ServingRevision {
  readonly drift: Drift;
}

export interface ServiceDrift {
  readonly service: string;
  /** The revisions that carry traffic, the largest share first. Empty if what serves is unknown. */
  readonly serving: readonly RevisionDrift[];
  /** Whether the target observes what serves, or the deploys reported it; null if what serves is unknown. */
  readonly evidence: ServingState['evidence'] | null;
  /** The drift of the service: the worst one of its revisions. */
  readonly drift: Drift;
}

export interface DriftReport {
  readonly main: Awaited<ReturnType<CommitHistory['readMain']>>;
  readonly services: readonly ServiceDrift[];
}

/** Compares what each service serves with the newest commit of main. Without `services`, reads all services of the map. */
export async function readDrift(deps: DriftReads, services?: readonly string[]): Promise<DriftReport> {
  const main = await deps.history.readMain();
  const names = services ?? [...deps.serviceMap.keys()];
  const compare = rememberedCompare(deps.history);
  return {
    main,
    services: await Promise.all(
      names.map((service) => readServiceDrift({ ...deps, compare, main }, service, deps.serviceMap.get(service))),
    ),
  };
}

type Compare = CommitHistory['compare'];

/** Several services often serve the same commit, which is compared once. */
function rememberedCompare(history: CommitHistory): Compare {
  const asked = new Map<string, ReturnType<Compare>>();
  return (base, head) => {
    const key = `${base}..${head}`;
    const range = asked.get(key) ?? history.compare(base, head);
    asked.set(key, range);
    return range;
  };
}

interface Comparison extends Pick<DriftReads, 'history' | 'target' | 'now'> {
  readonly compare: Compare;
  readonly main: DriftReport['main'];
}

async function readServiceDrift(
  deps: Comparison,
  service: string,
  entry: ServiceEntry | undefined,
): Promise<ServiceDrift> {
  const state = await deps.target.readServing(service);
  if (state.type === 'unknown') return { service, serving: [], evidence: null, drift: state };
  const { serving, evidence } = state.value;
  if (serving.length === 0)
    return { service, serving: [], evidence, drift: unknown(`No revision of ${service} serves.`) };
  const revisions = await Promise.all(
    serving.map(async (revision) => ({
      ...revision,
      drift: await driftOfRevision(deps, { service, revision, paths: entry?.paths }),
    })),
  );
  return { service, serving: revisions, evidence, drift: worstDrift(revisions.map(({ drift }) => drift)) };
}

interface ServedCode {
  readonly service: string;
  readonly revision: ServingRevision;
  readonly paths: readonly string[] | undefined;
}

async function driftOfRevision(
  { compare, history, main, now }: Comparison,
  { service, revision, paths }: ServedCode,
): Promise<Drift> {
  if (revision.commit === null) return unknown(`The revision ${revision.revision} does not state its commit.`);
  if (main.type === 'unknown') return main;
  const missing = await readMissingPaths(history, main.sha, paths);
  if (missing.type === 'unknown') return missing;
  if (missing.value.length > 0)
    return unknown(
      `Main does not have ${missing.value.join(', ')}, from which ${service} is built. Correct its paths in the services file.`,
    );
  return judgeDrift({ range: await compare(revision.commit, main.sha), paths, now: now() });
}

/** A path that no file has would hide every commit, so the drift is unknown. */
async function readMissingPaths(
  history: CommitHistory,
  sha: string,
  paths: readonly string[] | undefined,
): Promise<Reading<readonly string[]>> {
  return paths === undefined ? { type: 'known', value: [] } : await history.readMissingPaths(sha, paths);
}

function unknown(why: string): UnknownHistory {
  return { type: 'unknown', why };
}
