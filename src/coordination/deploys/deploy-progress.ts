import type { BuildSource, CreatedRevision, ServiceBuild, ServingState } from '../../platform/deploy-target.ts';
import { type Instant, millisOf } from '../../platform/instant.ts';
import { known, type Reading } from '../../platform/reading.ts';
import { isSameCommit } from './same-commit.ts';
import { judgeServed } from './served-commit.ts';

const MINUTE_MS = 60_000;
/** The clocks of the target and of the store may differ by this much. */
export const CLOCKS_DIFFER_MS = MINUTE_MS;
/** A built revision that gets no traffic for this long does not get any. */
const TRAFFIC_AFTER_MS = 5 * MINUTE_MS;

interface WatchedDeploy {
  readonly service: string;
  readonly commit: string | null;
  readonly startedAt: Instant;
}

/** What the target shows of a service: what serves, the revisions since the start of its deploy, and the builds. */
export interface TargetReadings {
  readonly serving: Reading<ServingState>;
  readonly revisions: Reading<readonly CreatedRevision[]>;
  readonly builds: readonly BuildSource[];
}

/** How far a deploy has come, by what its target shows. */
export type DeployProgress =
  /** A source cannot be read, or nothing observes the service, so nothing follows. */
  | { readonly type: 'unknown' }
  /** Every source can be read, and none shows a build or a revision of the deploy. */
  | { readonly type: 'nothing' }
  | { readonly type: 'running' }
  | { readonly type: 'ended'; readonly result: 'succeeded' | 'failed' };

/**
 * Judges a running deploy by what its target shows.
 * - It has started once there is a build or a revision of the claimed commit. If the deploy claims no commit, every
 *   build and every revision of the service since the start of the deploy counts.
 * - It has succeeded when such a revision serves all traffic.
 * - It has failed when its newest build failed, when its revision did not become ready, or when its revision gets no
 *   traffic for five minutes.
 */
export function judgeProgress(deploy: WatchedDeploy, readings: TargetReadings, now: Instant): DeployProgress {
  const { serving, revisions, builds } = readings;
  if (serving.type === 'unknown' || serving.value.evidence === 'reported' || revisions.type === 'unknown')
    return { type: 'unknown' };
  const own = {
    revisions: revisions.value.filter((revision) => isOwnRevision(deploy, revision)),
    builds: knownBuilds(builds).filter((build) => isOwnBuild(deploy, build)),
  };
  if (own.builds.some(({ state }) => state === 'queued' || state === 'running')) return { type: 'running' };
  if (servesAll(deploy, serving.value, own.revisions)) return { type: 'ended', result: 'succeeded' };
  const hasStarted = own.builds.length > 0 || own.revisions.length > 0;
  const isComplete = builds.every((source) => source.builds.type === 'known');
  if (!hasStarted) return { type: isComplete ? 'nothing' : 'unknown' };
  return isComplete && hasFailed(serving.value, own, now) ? { type: 'ended', result: 'failed' } : { type: 'running' };
}

interface OwnSigns {
  readonly revisions: readonly CreatedRevision[];
  readonly builds: readonly ServiceBuild[];
}

function hasFailed({ rollout }: ServingState, { revisions, builds }: OwnSigns, now: Instant): boolean {
  if (revisions.length === 0 && newest(builds)?.state === 'failed') return true;
  const lastSign = Math.max(...revisions.map(createdMs), ...builds.map(endedMs));
  return rollout === 'failed' || (rollout === 'settled' && millisOf(now) - lastSign >= TRAFFIC_AFTER_MS);
}

function servesAll({ commit }: WatchedDeploy, serving: ServingState, own: readonly CreatedRevision[]): boolean {
  if (serving.rollout !== 'settled' || serving.serving.length === 0) return false;
  const isOwn = serving.serving.every(({ revision }) => own.some((each) => each.revision === revision));
  const { verdict } = judgeServed(commit, known(serving));
  return isOwn && (verdict === 'matches' || verdict === 'unclaimed');
}

function isOwnRevision({ commit, startedAt }: WatchedDeploy, revision: CreatedRevision): boolean {
  return isSince(revision.createdAt, startedAt) && isSameCommit(commit, revision.commit) !== 'no';
}

/** A script may start the build of the claimed commit before it records the start of the deploy. */
function isOwnBuild({ service, commit, startedAt }: WatchedDeploy, build: ServiceBuild): boolean {
  if (build.service !== null && build.service !== service) return false;
  switch (isSameCommit(commit, build.commit)) {
    case 'yes':
      return true;
    case 'no':
      return false;
    case 'unknown':
      return build.service === service && isSince(build.startedAt, startedAt);
  }
}

function isSince(time: string, startedAt: Instant): boolean {
  return Date.parse(time) >= millisOf(startedAt) - CLOCKS_DIFFER_MS;
}

function knownBuilds(sources: readonly BuildSource[]): readonly ServiceBuild[] {
  return sources.flatMap(({ builds }) => (builds.type === 'known' ? builds.value : []));
}

function newest(builds: readonly ServiceBuild[]): ServiceBuild | undefined {
  return builds.toSorted((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt))[0];
}

function createdMs({ createdAt }: CreatedRevision): number {
  return Date.parse(createdAt);
}

function endedMs({ endedAt, startedAt }: ServiceBuild): number {
  return Date.parse(endedAt ?? startedAt);
}
