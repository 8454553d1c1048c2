import type { PostedMessage } from '../../platform/announcements.ts';
import type { Instant } from '../../platform/instant.ts';
import { type Post, postedOf } from './post.ts';

export interface PendingPost {
  readonly key: string;
  /** The key of the post whose thread contains this post; null for a post outside a thread. */
  readonly under: string | null;
  /** The wanted announcement as JSON. */
  readonly wanted: string;
  readonly wanted_at: Instant;
  /** The message in the channel, which an edit keeps; null for a new message. */
  readonly posted: PostedMessage | null;
}

/**
 * New messages are sent first, in the order of their events, and each reply after the message it answers. Edits follow, oldest first,
 * because an edited message keeps its place in the channel.
 */
export function sendingOrder(due: readonly Post[]): readonly PendingPost[] {
  const isNew = (post: Post) => postedOf(post) === null;
  const newPosts = due.filter(isNew);
  const ranks = new Map(newPosts.map((post) => [post.key, eventRank(post)]));
  const rankOf = (post: Post): Rank => {
    const [own, parent] = [eventRank(post), ranks.get(post.under ?? '')];
    return parent === undefined || compareRanks(parent, own) < 0 ? own : [...parent, ...own];
  };
  const posted = due.filter((post) => !isNew(post)).toSorted((a, b) => compareTexts(a.wanted_at, b.wanted_at));
  return [...newPosts.toSorted((a, b) => compareRanks(rankOf(a), rankOf(b))).map(pending), ...posted.map(pending)];
}

/** A sort key that is compared part by part. A longer key sorts after the key that it extends. */
type Rank = readonly (string | number)[];

function eventRank({ event_at, event_position, wanted_at }: Post): Rank {
  return [event_at ?? wanted_at, event_position];
}

function compareRanks(a: Rank, b: Rank): number {
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (part !== other) return part < other ? -1 : 1;
  }
  return a.length - b.length;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function pending(post: Post): PendingPost {
  const { key, under, wanted, wanted_at } = post;
  return { key, under, wanted, wanted_at, posted: postedOf(post) };
}
