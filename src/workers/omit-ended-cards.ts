import { omitPosts } from '../coordination/outbox/omit-posts.ts';
import type { PendingPost } from '../coordination/outbox/sending-order.ts';
import { Announcement } from '../pipeline/announcement.ts';
import { isEndedCard } from '../pipeline/is-ended-card.ts';
import type { DocumentStore } from '../platform/document-store.ts';
import { millisOf } from '../platform/instant.ts';
import type { Log } from '../platform/log.ts';

const OLD_AFTER_MS = 60 * 60_000;

interface OmitDeps {
  readonly store: DocumentStore;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * Omits the pending cards that ended before anybody saw them, with the notices of their threads, and resolves to the
 * other posts. This happens when a channel opens after commands were run without one. A card that ended in the last hour
 * is still posted: people may have missed it in an outage of Slack.
 */
export async function omitEndedCards<P extends PendingPost>(
  { store, log, now }: OmitDeps,
  pending: readonly P[],
): Promise<readonly P[]> {
  const isOld = ({ wanted_at }: P) => now().getTime() - millisOf(wanted_at) > OLD_AFTER_MS;
  const ended = new Set(
    pending.filter((post) => post.posted === null && isOld(post) && showsEnd(post)).map(({ key }) => key),
  );
  if (ended.size === 0) return pending;
  const omitted = await omitPosts(
    store,
    pending.filter(({ key, under }) => ended.has(key) || ended.has(under ?? '')),
  );
  log.info({ keys: [...omitted] }, 'cards that ended before anybody saw them were not posted');
  return pending.filter(({ key }) => !omitted.has(key));
}

/** The sender reports an announcement that it cannot read, so such a post counts as not ended here. */
function showsEnd({ wanted }: PendingPost): boolean {
  const announcement = Announcement.safeParse(JSON.parse(wanted));
  return announcement.success && isEndedCard(announcement.data);
}
