import type { DeployTarget } from '../../platform/deploy-target.ts';
import type { Instant } from '../../platform/instant.ts';
import { type AuditChain, systemAuditContext } from '../audit/audit-context.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import { currentLocks, type LockDeps } from '../deploy-locks/load-locks.ts';
import type { LockView } from '../deploy-locks/lock-state.ts';
import { enqueuePosts } from '../outbox/post.ts';
import { announcedTimes, coverOf } from './announced-times.ts';
import { DEPLOY_WATCH, type DeployWatch, lookSince, NEW_WATCH, watchAfter } from './deploy-watch.ts';
import { newestDeploys } from './newest-deploys.ts';
import { knownBuilds, knownRevisions, readActivity, type TargetActivity, unreadSources } from './read-activity.ts';
import { type ServiceLook, sightDeploys } from './sight-deploys.ts';
import { UNANNOUNCED_DEPLOYS, unannouncedPosts, unannouncedRef } from './unannounced-deploy.ts';

const NAME = 'watch-deploys';

export interface UnannouncedWatchDeps extends LockDeps {
  readonly target: DeployTarget;
  readonly audit: AuditChain;
}

interface DeployLook {
  readonly watch: DeployWatch;
  readonly now: Instant;
  /** The number of unannounced deploys that this look found. */
  readonly found: number;
}

/**
 * Looks at the target and announces each build and revision that nobody announced, once. The look starts where the last
 * complete one ended, so a restart or an outage hides nothing.
 */
export async function watchDeploys(deps: UnannouncedWatchDeps): Promise<DeployLook> {
  const { store, target, services } = deps;
  const now = await store.now();
  const before = (await store.get(DEPLOY_WATCH))?.data ?? NEW_WATCH;
  const activity = await readActivity(target, services, lookSince(before, now));
  // The locks are read last: a deploy that begins under a lock has claimed it by then.
  const views = await currentLocks(deps);
  const open = await openServices(deps);
  const touched = services.filter((service) => open.has(service) || isActive(activity, service));
  let found = 0;
  for (const service of touched) {
    const look = await lookAtService(deps, service, { activity, views, now });
    found += await recordLook(deps, service, look);
  }
  const watch = watchAfter(before, unreadSources(activity), now);
  await saveWatch(deps, watch);
  return { watch, now, found };
}

/** The services with an unannounced deploy that has not ended. */
async function openServices({ store, services }: UnannouncedWatchDeps): Promise<ReadonlySet<string>> {
  const stored = await store.getAll({ collection: UNANNOUNCED_DEPLOYS }, services);
  return new Set(
    stored.flatMap((each) => (each?.data.deploys.some(({ ended_at }) => ended_at === null) ? [each.id] : [])),
  );
}

function isActive(activity: TargetActivity, service: string): boolean {
  return [...knownBuilds(activity), ...knownRevisions(activity)].some((each) => each.service === service);
}

interface LookFacts {
  readonly activity: TargetActivity;
  readonly views: readonly LockView[];
  readonly now: Instant;
}

async function lookAtService(
  { store, target }: UnannouncedWatchDeps,
  service: string,
  { activity, views, now }: LookFacts,
): Promise<ServiceLook> {
  const [records, serving] = await Promise.all([newestDeploys(store, service), target.readServing(service)]);
  const announcements = announcedTimes(service, views, records);
  // A source may report a deploy that it knows from Tipoff itself.
  const own = new Set(records.map(({ deploy_id }) => deploy_id));
  const builds = knownBuilds(activity).filter((build) => build.service === service && !own.has(build.id));
  const revisions = knownRevisions(activity).filter((each) => each.service === service && !own.has(each.revision));
  return {
    builds: builds.toReversed().map((build) => ({
      build,
      cover: coverOf(announcements, { from: build.startedAt, to: build.endedAt }),
    })),
    revisions: revisions.toReversed().map((revision) => ({
      revision,
      cover: coverOf(announcements, { from: revision.createdAt, to: revision.createdAt }),
    })),
    namelessBuilds: knownBuilds(activity).filter((build) => build.service === null),
    serving,
    now,
  };
}

/** Saves what a look shows of a service, with its notices, in one transaction. Resolves to the number of new deploys. */
function recordLook(
  { store, audit: chain }: UnannouncedWatchDeps,
  service: string,
  look: ServiceLook,
): Promise<number> {
  return auditedTransaction(store, systemAuditContext(chain, NAME), async (transaction, audit) => {
    const ref = unannouncedRef(service);
    const stored = await transaction.get(ref);
    const before = stored?.data.deploys ?? [];
    const deploys = [...sightDeploys(before, look)];
    const posts = unannouncedPosts(service, before, deploys);
    if (posts.length === 0) return 0;
    await enqueuePosts(transaction, posts);
    if (stored === undefined) transaction.create(ref, { service, deploys });
    else transaction.update(ref, { deploys });
    const known = new Set(before.map(({ id }) => id));
    const found = deploys.filter(({ id }) => !known.has(id));
    const subject = { kind: 'service', id: service } as const;
    for (const deploy of found) audit.append({ action: 'deploy.unannounced', subject, before: null, after: deploy });
    return found.length;
  });
}

async function saveWatch({ store }: UnannouncedWatchDeps, watch: DeployWatch): Promise<void> {
  await store.transaction(async (transaction) => {
    if ((await transaction.get(DEPLOY_WATCH)) === undefined) transaction.create(DEPLOY_WATCH, watch);
    else transaction.update(DEPLOY_WATCH, watch);
  });
}
