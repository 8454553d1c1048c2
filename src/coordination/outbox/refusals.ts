import * as z from 'zod';
import { type Collection, type DocumentRef, type DocumentStore, STORE_TIME } from '../../platform/document-store.ts';
import { Instant, millisOf } from '../../platform/instant.ts';
import type { PostRefused } from '../../platform/post-refused.ts';
import { POSTS } from './post.ts';

/** A refused post is reported for a day. Older refusals are only in the log and in the post's document. */
const REPORTED_FOR_MS = 24 * 60 * 60_000;
const MAX_REPORTED = 10;

/** Why a channel refuses its posts at the moment. The document exists only while it does. */
const ChannelFault = z.object({
  /** The name or id of the channel. It is null if the chat refuses the app, and so the posts of every channel. */
  channel: z.string().nullable().default(null),
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

/** Stores that a channel refuses its posts. A fault that is already stored keeps its start. */
export async function recordChannelFault(
  store: DocumentStore,
  channel: string | null,
  { code, message: reason }: PostRefused,
): Promise<void> {
  const ref = faultRef(channel);
  await store.transaction(async (transaction) => {
    const found = await transaction.get(ref);
    if (found === undefined) transaction.create(ref, { channel, code, reason, since: STORE_TIME });
    else if (found.data.code !== code) transaction.update(ref, { code, reason, since: STORE_TIME });
  });
}

/** Stores that a channel accepts posts. */
export async function endChannelFault(store: DocumentStore, channel: string | null): Promise<void> {
  await store.transaction(async (transaction) => {
    const ref = faultRef(channel);
    if ((await transaction.get(ref)) !== undefined) transaction.delete(ref);
  });
}

/** Reads the channels that refuse their posts. */
export async function readChannelFaults(store: DocumentStore): Promise<readonly ChannelFault[]> {
  return (await store.query({ collection: CHANNEL_FAULTS }, {})).map(({ data }) => data);
}

/** The fault of an earlier release has the id `current` and names no channel. */
function faultRef(channel: string | null): DocumentRef<ChannelFault> {
  return { collection: CHANNEL_FAULTS, id: channel === null ? 'current' : `channel-${channel}` };
}

export interface Refusals {
  /** The channels that refuse their posts, each with the reason. */
  readonly channels: readonly ChannelFault[];
  /** The posts whose newest version the chat refused in the last day, newest first. */
  readonly posts: readonly { readonly key: string; readonly reason: string }[];
}

export async function readRefusals(store: DocumentStore, now: Date): Promise<Refusals> {
  const channels = await readChannelFaults(store);
  const refused = await store.query({ collection: POSTS }, { where: [['delivery', '==', 'refused']] });
  const posts = refused
    .map(({ data }) => data)
    .filter(({ wanted_at }) => now.getTime() - millisOf(wanted_at) <= REPORTED_FOR_MS)
    .toSorted((a, b) => millisOf(b.wanted_at) - millisOf(a.wanted_at))
    .slice(0, MAX_REPORTED)
    .map(({ key, refusal }) => ({ key, reason: refusal ?? 'The chat refused the message.' }));
  return { channels, posts };
}
