import * as z from 'zod';
import type { PostedMessage } from '../../platform/announcements.ts';
import { type Collection, STORE_TIME, type Transaction } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';

/**
 * A message of the channel: the announcement that it should show, and the version that it is known to show. The wanted announcement is
 * written in the transaction of the change it announces. The outbox sender then updates the channel.
 */
const Post = z.object({
  key: z.string(),
  /** The wanted announcement as JSON. */
  wanted: z.string(),
  /** The version of the wanted announcement. It rises with every change. */
  wanted_version: z.number().int(),
  wanted_at: Instant,
  /** The time of the event that created the post. New messages are sent in this order. Null in posts of an earlier release. */
  event_at: Instant.nullable().default(null),
  /** The position of the post among the posts of the same event. */
  event_position: z.number().int().default(0),
  /** The version of the post that the channel is known to show; 0 before the first send. */
  sent_version: z.number().int(),
  /** The version of the post whose sending began and is not confirmed; null if there is none. */
  sending_version: z.number().int().nullable(),
  /**
   * - `refused`: the chat refused the wanted version, and a newer version is sent again.
   * - `omitted`: the card ended before anybody saw it, so it was not sent.
   */
  delivery: z.enum(['due', 'sent', 'refused', 'omitted']),
  /** Why the chat refused the wanted version; null unless the delivery is `refused`. */
  refusal: z.string().nullable().default(null),
  /** The key of the post whose thread contains this post; null for a post outside a thread. */
  under: z.string().nullable().default(null),
  /** How often the wanted version was posted without its picture. */
  picture_tries: z.number().int().default(0),
  /** `kept`: when the channel shows the wanted version, a receipt of it is stored. */
  receipt: z.enum(['none', 'kept']).default('none'),
  channel: z.string().nullable(),
  ts: z.string().nullable(),
});
export type Post = z.infer<typeof Post>;

export const POSTS: Collection<Post> = {
  name: 'posts',
  schema: Post,
  indexes: [['delivery'], ['ts']],
  texts: [],
  times: ['wanted_at', 'event_at'],
};

/** The message of a post in the chat; null before it is posted. */
export function postedOf({ channel, ts }: Pick<Post, 'channel' | 'ts'>): PostedMessage | null {
  return channel === null || ts === null ? null : { channel, ts };
}

export interface NewPost {
  readonly key: string;
  readonly announcement: object;
  /** The key of the post whose thread contains this post. */
  readonly under?: string;
  /** With `kept`, a receipt is stored when the channel shows this announcement. */
  readonly receipt?: 'kept';
}

/**
 * Stores each announcement as the wanted state of its post. An unchanged announcement changes nothing. A transaction must read before it
 * writes, so call this function once, before the transaction's other writes.
 */
export async function enqueuePosts(transaction: Transaction, posts: readonly NewPost[]): Promise<void> {
  const keys = posts.map(({ key }) => key);
  const found = await transaction.getAll({ collection: POSTS }, keys);
  for (const [index, { key, announcement, under = null, receipt = 'none' }] of posts.entries()) {
    const ref = { collection: POSTS, id: key };
    const wanted = JSON.stringify(announcement);
    const before = found[index]?.data;
    if (before === undefined) {
      const event = { wanted_at: STORE_TIME, event_at: STORE_TIME, event_position: index } as const;
      transaction.create(ref, { ...NEVER_SENT, ...event, key, under, wanted, wanted_version: 1, receipt });
    } else if (before.wanted !== wanted) {
      const version = before.wanted_version + 1;
      const due = { wanted_at: STORE_TIME, delivery: 'due', refusal: null, picture_tries: 0, receipt } as const;
      transaction.update(ref, { wanted, wanted_version: version, ...due });
    }
  }
}

const NEVER_SENT = {
  sent_version: 0,
  sending_version: null,
  delivery: 'due',
  refusal: null,
  picture_tries: 0,
  channel: null,
  ts: null,
} as const;
