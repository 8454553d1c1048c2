import * as z from 'zod';
import type { DocumentStore } from '../../platform/document-store.ts';
import { enqueuePosts, POSTS } from '../outbox/post.ts';
import { HeadText, headText } from './chain-head.ts';
import { headsToPublish } from './heads-to-publish.ts';

/** The maximum number of audit heads in a post. People can copy that many as one line. A day usually needs two. */
const MAX_HEADS = 20;

/** The post with the audit heads of one day. The channel keeps a copy of them outside the store. */
export const AuditHeadsPost = z.object({
  type: z.literal('audit-heads'),
  date: z.string(),
  heads: z.array(HeadText),
  /** The number of audit heads that did not fit into the post. */
  left_out: z.number(),
});
export type AuditHeadsPost = z.infer<typeof AuditHeadsPost>;

/** `unchanged`: no audit chain has grown within the last day. */
export type AnnouncedHeads = 'posted' | 'already-posted' | 'unchanged';

/** Posts the audit heads of a date once. A second post would edit the first, and an edited message proves nothing. */
export async function announceHeads(store: DocumentStore, date: string): Promise<AnnouncedHeads> {
  const found = await headsToPublish(store);
  const texts = found.map(headText).filter((text) => HeadText.safeParse(text).success);
  if (texts.length === 0) return 'unchanged';
  const heads = texts.slice(0, MAX_HEADS);
  const announcement: AuditHeadsPost = { type: 'audit-heads', date, heads, left_out: texts.length - heads.length };
  const key = `audit-heads-${date}`;
  return await store.transaction(async (transaction) => {
    const posted = await transaction.get({ collection: POSTS, id: key });
    if (posted !== undefined) return 'already-posted';
    await enqueuePosts(transaction, [{ key, announcement }]);
    return 'posted';
  });
}
