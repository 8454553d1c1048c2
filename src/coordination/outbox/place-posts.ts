import type { Announcements } from '../../platform/announcements.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import { POSTS, postedOf } from './post.ts';
import type { PendingPost } from './sending-order.ts';

/** A pending post and its channel. */
export interface PlacedPost extends PendingPost {
  readonly channel: string;
}

interface PostChannelDeps {
  readonly store: DocumentStore;
  readonly announcements: Pick<Announcements, 'channelOf'>;
}

/**
 * Adds its channel to each pending post: the channel in which the post was first shown. A new reply goes where its
 * thread is, and any other new post into the channel of its kind.
 */
export async function placePosts(
  { store, announcements }: PostChannelDeps,
  pending: readonly PendingPost[],
): Promise<readonly PlacedPost[]> {
  const parentKeys = new Set(pending.flatMap(({ under, posted }) => (posted === null ? (under ?? []) : [])));
  const found = parentKeys.size === 0 ? [] : await store.getAll({ collection: POSTS }, [...parentKeys]);
  const parents = new Map(found.flatMap((parent) => (parent === undefined ? [] : [[parent.id, parent.data] as const])));
  return pending.map((post) => {
    const parent = post.posted === null ? parents.get(post.under ?? '') : undefined;
    const first = parent === undefined ? post : { wanted: parent.wanted, posted: postedOf(parent) };
    return { ...post, channel: announcements.channelOf(first) };
  });
}
