import type { Announcements } from '../../platform/announcements.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import { POSTS, postedOf } from './post.ts';
import type { PendingPost } from './sending-order.ts';

interface PostChannelDeps {
  readonly store: DocumentStore;
  readonly announcements: Pick<Announcements, 'channelOf'>;
}

/**
 * Returns the channel of each pending post by its key: the channel in which it was first shown. A new reply goes where
 * its thread is, and any other new post into the channel of its kind.
 */
export async function channelsOfPosts(
  { store, announcements }: PostChannelDeps,
  pending: readonly PendingPost[],
): Promise<ReadonlyMap<string, string>> {
  const replies = pending.filter(({ under, posted }) => under !== null && posted === null);
  const parentKeys = [...new Set(replies.flatMap(({ under }) => under ?? []))];
  const parents = parentKeys.length === 0 ? [] : await store.getAll({ collection: POSTS }, parentKeys);
  const byKey = new Map(parents.flatMap((parent) => (parent === undefined ? [] : [[parent.id, parent.data] as const])));
  return new Map(
    pending.map((post) => {
      const parent = post.posted === null ? byKey.get(post.under ?? '') : undefined;
      const first = parent === undefined ? post : { wanted: parent.wanted, posted: postedOf(parent) };
      return [post.key, announcements.channelOf(first)];
    }),
  );
}
