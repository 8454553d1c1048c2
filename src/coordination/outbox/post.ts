import * as z from 'zod';
import { type Collection, STORE_TIME, type Transaction } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';

/**
 * The state that the channel should show under one key, and the state it is known to show. The wanted state is written in the transaction of
 * the change it announces; the outbox sender makes the channel match it.
 */
const Post = z.object({
  key: z.string(),
  /** The announcement as JSON. */
  wanted: z.string(),
  /** Rises with every change of `wanted`. */
  wanted_version: z.number().int(),
  wanted_at: Instant,
  /** The version the channel is known to show; 0 before the first. */
  sent_version: z.number().int(),
  /** The version that is being sent, or whose sending was cut off; null when there is none. */
  sending_version: z.number().int().nullable(),
  delivery: z.enum(['due', 'sent']),
  /** The key of the post whose thread it belongs to; null for a post of the channel itself. */
  under: z.string().nullable().default(null),
  /** How often the wanted version was posted without its picture. */
  picture_tries: z.number().int().default(0),
  channel: z.string().nullable(),
  ts: z.string().nullable(),
});
export type Post = z.infer<typeof Post>;

export const POSTS: Collection<Post> = {
  name: 'posts',
  schema: Post,
  indexes: [['delivery'], ['ts']],
  texts: [],
  times: ['wanted_at'],
};

export interface NewPost {
  readonly key: string;
  readonly announcement: object;
  /** The key of the post whose thread it belongs to. */
  readonly under?: string;
}

/**
 * Makes each announcement the wanted state of its post. An unchanged announcement changes nothing. Transactions read before they write, so call
 * this once, and before the transaction's other writes.
 */
export async function enqueuePosts(transaction: Transaction, posts: readonly NewPost[]): Promise<void> {
  const keys = posts.map(({ key }) => key);
  const found = await transaction.getAll({ collection: POSTS }, keys);
  for (const [index, { key, announcement, under = null }] of posts.entries()) {
    const ref = { collection: POSTS, id: key };
    const wanted = JSON.stringify(announcement);
    const before = found[index]?.data;
    if (before === undefined) {
      transaction.create(ref, { ...NEVER_SENT, key, under, wanted, wanted_version: 1, wanted_at: STORE_TIME });
    } else if (before.wanted !== wanted) {
      const version = before.wanted_version + 1;
      const due = { wanted_at: STORE_TIME, delivery: 'due', picture_tries: 0 } as const;
      transaction.update(ref, { wanted, wanted_version: version, ...due });
    }
  }
}

const NEVER_SENT = {
  sent_version: 0,
  sending_version: null,
  delivery: 'due',
  picture_tries: 0,
  channel: null,
  ts: null,
} as const;
