import { POSTS } from '../../coordination/outbox/post.ts';
import type { DocumentReads } from '../../platform/document-store.ts';
import { slatePostKey } from './announce-batch.ts';
import { SlateResults } from './batch-announcements.ts';

/**
 * Reads the newest version of a slate's message, which the channel may not show yet. Resolves to undefined while the
 * message has no results.
 */
export async function readWantedSlate(reads: DocumentReads, gameDate: string): Promise<SlateResults | undefined> {
  const post = await reads.get({ collection: POSTS, id: slatePostKey(gameDate) });
  return post === undefined ? undefined : SlateResults.safeParse(JSON.parse(post.data.wanted)).data;
}
