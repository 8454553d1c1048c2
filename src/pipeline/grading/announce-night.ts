import { enqueuePosts, POSTS } from '../../coordination/outbox/post.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import type { NightResults, ResultsAnnouncement } from './night-results.ts';

/** One message a graded game date. */
function resultsPostKey(gameDate: string): string {
  return `results-${gameDate}`;
}

/**
 * Wants the results of a night in the channel. A night before the newest graded one is news to nobody: of those only what the channel shows
 * already is brought up to date, so that grading a season afterwards does not fill the channel.
 */
export async function announceNight(
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
