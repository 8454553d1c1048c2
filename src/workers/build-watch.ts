import { type AuditChain, systemAuditContext } from '../coordination/audit/audit-context.ts';
import { type BuildFeed, saveFeed } from '../coordination/deploys/build-feed.ts';
import { recordBuild } from '../coordination/deploys/seen-build.ts';
import { peopleToCall } from '../coordination/identity/people-to-call.ts';
import type { Roles } from '../coordination/identity/roles.ts';
import { reportIncident } from '../coordination/incidents/change-incident.ts';
import type { BuildFeedSource, BuildNotification } from '../platform/build-notifications.ts';
import { type DocumentStore, STORE_TIME } from '../platform/document-store.ts';
import { millisOf } from '../platform/instant.ts';
import type { Log } from '../platform/log.ts';
import type { Consumer } from '../platform/queue.ts';
import { type Poller, poller } from './poller.ts';

const NAME = 'build-watch';
const CHECK_EVERY_MS = 10_000;
/** A build ends after 24 hours at the latest. */
const LIST_BACK_MS = 24 * 60 * 60_000;
const UNREADABLE_MESSAGE = 'build-message-unreadable';

export interface BuildWatchDeps extends BuildFeedSource {
  readonly store: DocumentStore;
  readonly audit: AuditChain;
  readonly roles: Roles;
  readonly log: Log;
}

interface BuildWatch extends Poller {
  /** Checks the subscription once. The first check starts to read its messages. */
  tick(): Promise<void>;
}

/**
 * Creates the watch that keeps the builds of a subscription in the store. It lists the builds once, after it has begun to
 * read the messages, so that no build is missed in between. It lists them again after the subscription could not be read.
 */
export function buildWatch(deps: BuildWatchDeps): BuildWatch {
  const { notifications, store, log } = deps;
  let consumer: Consumer | undefined;
  let isListed = false;
  const save = (state: BuildFeed['state'], why: string | null = null) =>
    saveFeed(store, notifications.name, { state, why, checked_at: STORE_TIME });
  const tick = async () => {
    const check = await notifications.check();
    if (check.type === 'unknown') {
      isListed = false;
      return await save('failing', check.why);
    }
    if (!isListed) await save('listing');
    consumer ??= await notifications.consume((notification) => record(deps, notification));
    isListed ||= await recordListed(deps);
    await save(isListed ? 'reading' : 'listing');
  };
  const polling = poller({ name: NAME, everyMs: CHECK_EVERY_MS, poll: tick, log });
  return {
    tick,
    start: polling.start,
    stop: async () => {
      await polling.stop();
      await consumer?.stop();
      // Nobody reads the messages from now on, so the next question lists the builds.
      if (consumer !== undefined) await save('listing').catch((error: unknown) => log.warn({ error }, 'not saved'));
    },
  };
}

/** Resolves to whether every source could be listed. */
async function recordListed({ listBuilds, store }: BuildWatchDeps): Promise<boolean> {
  const sources = await listBuilds(new Date(millisOf(await store.now()) - LIST_BACK_MS));
  const builds = sources.flatMap((source) => (source.builds.type === 'known' ? source.builds.value : []));
  for (const build of builds) await recordBuild(store, build);
  return sources.every((source) => source.builds.type === 'known');
}

/** A message that is not a build will never be one, so it is not delivered again. An incident tells people about it. */
async function record(deps: BuildWatchDeps, notification: BuildNotification): Promise<void> {
  const { store, audit, roles, log, notifications } = deps;
  if (notification.type === 'build') return await recordBuild(store, notification.build);
  const { messageId, why } = notification;
  log.error({ messageId, why, subscription: notifications.name }, 'a message about a build cannot be read');
  await reportIncident(
    { store, auditContext: systemAuditContext(audit, NAME) },
    {
      key: UNREADABLE_MESSAGE,
      title: 'A message about a build cannot be read',
      detail: `The message ${messageId} of ${notifications.name} was acknowledged and set aside. ${why} \`tipoff deploy active\` may not show its build.`,
      remedy: `Check that the topic of the subscription is \`cloud-builds\` and that only Cloud Build publishes to it. Then run \`tipoff incidents resolve ${UNREADABLE_MESSAGE}\`.`,
      mentions: peopleToCall(roles),
    },
  );
}
