import * as z from 'zod';
import type { Collection, DocumentRef, DocumentStore, Written } from '../../platform/document-store.ts';
import { Instant, millisOf } from '../../platform/instant.ts';

/** Three checks of the subscription. A process that does not check it for this long has ended. */
const STALE_AFTER_MS = 30_000;

const BuildFeed = z.object({
  /**
   * `listing`: a process has started to read the messages, and does not know yet which builds began before. `reading`:
   * every build is known. `failing`: the subscription cannot be read.
   */
  state: z.enum(['listing', 'reading', 'failing']),
  /** Why the subscription cannot be read, as a sentence; null if it can. */
  why: z.string().nullable(),
  checked_at: Instant,
});
export type BuildFeed = Readonly<z.infer<typeof BuildFeed>>;

/** What the process that reads the messages of a subscription has found. All processes share it. */
export const BUILD_FEEDS: Collection<BuildFeed> = {
  name: 'build_feeds',
  schema: BuildFeed,
  indexes: [],
  texts: [],
  times: ['checked_at'],
};

/** The feed of a subscription. Its full name has slashes, which an id may not have. */
export function buildFeedRef(subscription: string): DocumentRef<BuildFeed> {
  return { collection: BUILD_FEEDS, id: subscription.replaceAll('/', ':') };
}

/** How the builds of a subscription are known: from messages, only by a list of the target, or not at all. */
export type FeedJudgement =
  | { readonly type: 'messages' }
  | { readonly type: 'list' }
  | { readonly type: 'unknown'; readonly why: string };

/**
 * Messages count only while a process reads them and has listed the builds that began before. A subscription that cannot
 * be read makes the builds unknown, because a build may have begun since.
 */
export function judgeFeed(feed: BuildFeed | undefined, now: Instant): FeedJudgement {
  if (feed === undefined || millisOf(now) - millisOf(feed.checked_at) > STALE_AFTER_MS) return { type: 'list' };
  switch (feed.state) {
    case 'listing':
      return { type: 'list' };
    case 'reading':
      return { type: 'messages' };
    case 'failing':
      return { type: 'unknown', why: feed.why ?? 'The subscription cannot be read.' };
  }
}

export async function saveFeed(store: DocumentStore, subscription: string, feed: Written<BuildFeed>): Promise<void> {
  const ref = buildFeedRef(subscription);
  await store.transaction(async (transaction) => {
    if ((await transaction.get(ref)) === undefined) transaction.create(ref, feed);
    else transaction.update(ref, feed);
  });
}
