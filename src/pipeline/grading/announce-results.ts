import { enqueuePosts, POSTS } from '../../coordination/outbox/post.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import type { NightResults, ResultsAnnouncement } from './night-results.ts';

/** Returns the key of the one post with results that a game date has in the channel. */
function resultsPostKey(gameDate: string): string {
  return `results-${gameDate}`;
}

/**
 * Posts the night results of a game date, or updates its existing post. If a later date is already graded, no new post
 * is made. Otherwise, grading a past season would flood the channel.
 */
export async function announceResults(
  store: DocumentStore,
  night: NightResults,
  newestGraded: string | undefined,
): Promise<void> {
  const key = resultsPostKey(night.game_date);
  const announcement = { type: 'results', ...night } satisfies ResultsAnnouncement;
  await store.transaction(async (transaction) => {
    const shown = await transaction.get({ collection: POSTS, id: key });
    if (shown === undefined && newestGraded !== night.game_date) return;
    await enqueuePosts(transaction, [{ key, announcement }]);
  });
}
