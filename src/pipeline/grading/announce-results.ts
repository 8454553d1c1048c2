import { enqueuePosts, POSTS } from '../../coordination/outbox/post.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import type { NightResults, ResultsAnnouncement } from './night-results.ts';

/** The channel shows one results message per game date. */
function resultsPostKey(gameDate: string): string {
  return `results-${gameDate}`;
}

/**
 * Posts or updates the night results of a game date. For a date before the newest graded one it only updates an existing message, so that
 * grading a past season does not flood the channel.
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
