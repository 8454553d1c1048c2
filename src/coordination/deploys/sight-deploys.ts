import type { CreatedRevision, ServiceBuild, ServingState } from '../../platform/deploy-target.ts';
import { type Instant, millisOf } from '../../platform/instant.ts';
import type { Reading } from '../../platform/reading.ts';
import type { Cover } from './announced-times.ts';
import { isSameCommit } from './same-commit.ts';
import type { UnannouncedDeploy } from './unannounced-deploy.ts';

const MINUTE_MS = 60_000;
/** A revision appears at most this long after the build that it comes from. */
const REVISION_AFTER_MS = 15 * MINUTE_MS;
/** A deploy of which the target shows no end counts as ended after this time. */
const GIVE_UP_AFTER_MS = 120 * MINUTE_MS;
/** Longer than any look into the past, so that a deploy that was forgotten is not seen again. */
const KEEP_FOR_MS = 24 * 60 * MINUTE_MS;

type Deploys = readonly UnannouncedDeploy[];

/** What a look at the target shows of one service, with the announcement that covers each build and each revision. */
export interface ServiceLook {
  readonly builds: readonly { readonly build: ServiceBuild; readonly cover: Cover }[];
  readonly revisions: readonly { readonly revision: CreatedRevision; readonly cover: Cover }[];
  /** The builds that do not name their service. One of them may be the origin of a revision. */
  readonly namelessBuilds: readonly ServiceBuild[];
  readonly serving: Reading<ServingState>;
  readonly now: Instant;
}

/**
 * Returns the unannounced deploys of a service after a look.
 * - A build or a revision that nobody announced is an unannounced deploy, once. A failed build does not count, because it
 *   deploys nothing. While a lock cannot be read, nothing counts as unannounced.
 * - A revision belongs to the build before it, unless their commits differ. A build that does not name its service counts
 *   only with a revision of its commit, because most of such builds deploy nothing.
 * - A deploy ends when its build fails, when somebody announces it, or when no rollout is in progress.
 */
export function sightDeploys(before: readonly UnannouncedDeploy[], look: ServiceLook): readonly UnannouncedDeploy[] {
  const kept = before.filter(({ ended_at }) => ended_at === null || ageMs(ended_at, look.now) < KEEP_FOR_MS);
  const withBuilds = look.builds.reduce<Deploys>((deploys, each) => withBuild(deploys, each, look.now), kept);
  const all = look.revisions.reduce<Deploys>((deploys, each) => withRevision(deploys, each, look), withBuilds);
  return all.map((deploy) => (deploy.ended_at === null ? endedIfOver(deploy, look) : deploy));
}

function withBuild(
  deploys: readonly UnannouncedDeploy[],
  { build, cover }: ServiceLook['builds'][number],
  now: Instant,
): readonly UnannouncedDeploy[] {
  if (cover.type !== 'uncovered' || build.state === 'failed') return deploys;
  if (deploys.some((deploy) => deploy.build?.id === build.id)) return deploys;
  const { id, url, commit, by, startedAt } = build;
  return [...deploys, { ...newDeploy(id, now), build: { id, url }, commit, by, started_at: startedAt }];
}

function withRevision(
  deploys: readonly UnannouncedDeploy[],
  { revision, cover }: ServiceLook['revisions'][number],
  { builds, namelessBuilds, now }: ServiceLook,
): readonly UnannouncedDeploy[] {
  const { revision: name, commit, by, createdAt } = revision;
  if (deploys.some((deploy) => deploy.revision === name)) return deploys;
  const origin = deploys.findLast((deploy) => {
    const endedAt = builds.find(({ build }) => build.id === deploy.build?.id)?.build.endedAt ?? createdAt;
    const isAfter = Date.parse(createdAt) >= Date.parse(deploy.started_at);
    const isSoon = Date.parse(createdAt) - Date.parse(endedAt) <= REVISION_AFTER_MS;
    const isOpen = deploy.revision === null && deploy.ended_at === null;
    return isOpen && isAfter && isSoon && isSameCommit(deploy.commit, commit) !== 'no';
  });
  if (origin !== undefined) {
    const joined = { ...origin, revision: name, commit: origin.commit ?? commit };
    return deploys.map((deploy) => (deploy === origin ? joined : deploy));
  }
  if (cover.type !== 'uncovered') return deploys;
  const nameless = namelessOrigin(revision, namelessBuilds);
  return [...deploys, { ...newDeploy(name, now), build: nameless, revision: name, commit, by, started_at: createdAt }];
}

/** The newest build of the same commit that began before the revision; null if there is none. */
function namelessOrigin(revision: CreatedRevision, builds: readonly ServiceBuild[]): UnannouncedDeploy['build'] {
  const found = builds
    .filter(({ commit, startedAt }) => {
      const isBefore = Date.parse(startedAt) <= Date.parse(revision.createdAt);
      return isBefore && isSameCommit(commit, revision.commit) === 'yes';
    })
    .toSorted((one, other) => Date.parse(other.startedAt) - Date.parse(one.startedAt))[0];
  return found === undefined ? null : { id: found.id, url: found.url };
}

function newDeploy(id: string, now: Instant) {
  const open = { outcome: 'running', ended_at: null, announced_by: null, claimed_by: null, claimed_at: null } as const;
  return { id, build: null, revision: null, seen_at: now, ...open };
}

function endedIfOver(deploy: UnannouncedDeploy, look: ServiceLook): UnannouncedDeploy {
  const found = look.builds.find(({ build }) => build.id === deploy.build?.id);
  const ended = (outcome: UnannouncedDeploy['outcome']) => ({ ...deploy, outcome, ended_at: look.now });
  if (found?.build.state === 'failed') return ended('failed');
  if (found?.cover.type === 'covered' && deploy.claimed_by === null)
    return { ...ended('announced'), announced_by: found.cover.by.claimant };
  const served = deploy.revision === null ? undefined : trafficOutcome(deploy.revision, look.serving);
  if (served !== undefined) return ended(served);
  const builtAt = found?.build.endedAt ?? null;
  if (deploy.revision === null && builtAt !== null && ageMs(builtAt, look.now) > REVISION_AFTER_MS)
    return ended('not-serving');
  return ageMs(deploy.seen_at, look.now) > GIVE_UP_AFTER_MS ? ended('unknown') : deploy;
}

function trafficOutcome(revision: string, serving: Reading<ServingState>): UnannouncedDeploy['outcome'] | undefined {
  if (serving.type === 'unknown' || serving.value.rollout === 'in-progress') return undefined;
  if (serving.value.serving.some((each) => each.revision === revision)) return 'serving';
  return serving.value.rollout === 'failed' ? 'failed' : 'not-serving';
}

function ageMs(time: string, now: Instant): number {
  return millisOf(now) - Date.parse(time);
}
