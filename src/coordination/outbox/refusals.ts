import * as z from 'zod';
import { type Collection, type DocumentStore, STORE_TIME } from '../../platform/document-store.ts';
import { Instant, millisOf } from '../../platform/instant.ts';
import type { PostRefused } from '../../platform/post-refused.ts';
import { POSTS } from './post.ts';

/** A refused post is reported for a day. Older refusals are only in the log and in the post's document. */
const REPORTED_FOR_MS = 24 * 60 * 60_000;
const MAX_REPORTED = 10;

/** Why the chat refuses every post at the moment. The document exists only while it does. */
const ChannelFault = z.object({
  /** The chat's code of the error. */
  code: z.string(),
  /** Complete sentences with the way out. */
  reason: z.string(),
  since: Instant,
});
export type ChannelFault = z.infer<typeof ChannelFault>;

export const CHANNEL_FAULTS: Collection<ChannelFault> = {
  name: 'channel_faults',
  schema: ChannelFault,
  indexes: [],
  texts: [],
  times: ['since'],
};

const CURRENT_FAULT = { collection: CHANNEL_FAULTS, id: 'current' } as const;

/** Stores that the chat refuses every post. A fault that is already stored keeps its start. */
export async function recordChannelFault(store: DocumentStore, { code, message: reason }: PostRefused): Promise<void> {
  await store.transaction(async (transaction) => {
    const found = await transaction.get(CURRENT_FAULT);
    if (found === undefined) transaction.create(CURRENT_FAULT, { code, reason, since: STORE_TIME });
    else if (found.data.code !== code) transaction.update(CURRENT_FAULT, { code, reason, since: STORE_TIME });
  });
}

/** Stores that the chat accepts posts. Returns whether it refused them before. */
export async function endChannelFault(store: DocumentStore): Promise<'ended' | 'none'> {
  const found = await store.get(CURRENT_FAULT);
  if (found === undefined) return 'none';
  return (await store.delete(CURRENT_FAULT, found.version)) === 'deleted' ? 'ended' : 'none';
}

export interface Refusals {
  /** Why the chat refuses every post; null while it accepts posts. */
  readonly channel: ChannelFault | null;
  /** The posts whose newest version the chat refused in the last day, newest first. */
  readonly posts: readonly { readonly key: string; readonly reason: string }[];
}

export async function readRefusals(store: DocumentStore, now: Date): Promise<Refusals> {
  const channel = (await store.get(CURRENT_FAULT))?.data ?? null;
  const refused = await store.query({ collection: POSTS }, { where: [['delivery', '==', 'refused']] });
  const posts = refused
    .map(({ data }) => data)
    .filter(({ wanted_at }) => now.getTime() - millisOf(wanted_at) <= REPORTED_FOR_MS)
    .toSorted((a, b) => millisOf(b.wanted_at) - millisOf(a.wanted_at))
    .slice(0, MAX_REPORTED)
    .map(({ key, refusal }) => ({ key, reason: refusal ?? 'The chat refused the message.' }));
  return { channel, posts };
}
