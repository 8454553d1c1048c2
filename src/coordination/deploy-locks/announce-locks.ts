import type { NewPost } from '../outbox/post.ts';
import { deployAlertPosts } from './deploy-alert-posts.ts';
import { cardPosts } from './lock-card-posts.ts';
import { noticePosts } from './lock-notice-posts.ts';
import { eventsBetween, type LockState } from './lock-state.ts';
import { reservationPosts } from './reservation-posts.ts';
import { unresponsivePosts } from './unresponsive-posts.ts';

/**
 * The posts that announce a change of locks. Each hold has one card, and the card's thread lists what happened. An unresponsive holder, a deploy that
 * goes wrong and a reservation have posts of their own, because someone has to act on them.
 */
export function lockPosts(before: LockState, after: LockState): readonly NewPost[] {
  const events = eventsBetween(before, after);
  return [
    ...cardPosts(before, after, events),
    ...events.flatMap((scoped) => unresponsivePosts(scoped, after)),
    ...events.flatMap((scoped) => deployAlertPosts(scoped, after)),
    ...reservationPosts(before, after, events),
    ...events.flatMap((scoped, index) => noticePosts(scoped, { after, number: before.events.length + index, events })),
  ];
}

/** Keeps only the last post of each key, because older states of a post need not be sent. */
export function newestByKey(posts: readonly NewPost[]): readonly NewPost[] {
  return [...new Map(posts.map((post) => [post.key, post])).values()];
}
