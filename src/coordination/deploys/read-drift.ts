import type { CommitHistory } from '../../platform/commit-history.ts';
import type { DeployTarget, ServingRevision, ServingState } from '../../platform/deploy-target.ts';
import { known, type Reading, unknown } from '../../platform/reading.ts';
import { type Drift, judgeDrift, worstDrift } from './drift.ts';
import type { ServiceMap } from './service-map.ts';

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

type Main = Awaited<ReturnType<CommitHistory['readMain']>>;

export interface DriftReport {
  /** The newest commit of main. It is not read while no service is known to serve anything. */
  readonly main: Main;
  readonly services: readonly ServiceDrift[];
}

/** Compares what each service serves with the newest commit of main. Without `services`, reads all services of the map. */
export async function readDrift(deps: DriftReads, services?: readonly string[]): Promise<DriftReport> {
  const states = await Promise.all(
    (services ?? [...deps.serviceMap.keys()]).map(async (service) => ({
      service,
      state: await deps.target.readServing(service),
    })),
  );
  const isAnyKnown = states.some(({ state }) => state.type === 'known');
  const main = isAnyKnown ? await deps.history.readMain() : unknown('Nothing is known to serve.');
  const comparison = { ...deps, main, compare: rememberedCompare(deps.history) };
  const read = states.map(({ service, state }) => serviceDrift(comparison, service, state));
  return { main, services: await Promise.all(read) };
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

interface Comparison extends Pick<DriftReads, 'serviceMap' | 'history' | 'now'> {
  readonly compare: Compare;
  readonly main: Main;
}

async function serviceDrift(deps: Comparison, service: string, state: Reading<ServingState>): Promise<ServiceDrift> {
  if (state.type === 'unknown') return { service, serving: [], evidence: null, drift: state };
  const { serving, evidence } = state.value;
  if (serving.length === 0)
    return { service, serving: [], evidence, drift: unknown(`No revision of ${service} serves.`) };
  const revisions = await Promise.all(
    serving.map(async (revision) => ({ ...revision, drift: await revisionDrift(deps, service, revision) })),
  );
  return { service, serving: revisions, evidence, drift: worstDrift(revisions.map(({ drift }) => drift)) };
}

async function revisionDrift(
  { serviceMap, compare, history, main, now }: Comparison,
  service: string,
  { revision, commit }: ServingRevision,
): Promise<Drift> {
  if (commit === null) return unknown(`The revision ${revision} of ${service} does not state its commit.`);
  if (main.type === 'unknown') return main;
  const paths = serviceMap.get(service)?.paths;
  const missing = await readMissing(history, main.sha, paths);
  if (missing.type === 'unknown') return missing;
  if (missing.value.length > 0) {
    const why = `Main does not have ${missing.value.join(', ')}, from which ${service} is built. Correct its paths in the services file.`;
    return unknown(why);
  }
  return judgeDrift({ range: await compare(commit, main.sha), paths, now: now() });
}

/** Reads which paths of a service main lacks. A path that no file has would hide every commit, so it makes the drift unknown. */
async function readMissing(
  history: CommitHistory,
  sha: string,
  paths: readonly string[] | undefined,
): Promise<Reading<readonly string[]>> {
  return paths === undefined ? known([]) : await history.readMissingPaths(sha, paths);
}
