import type { Announcements, PostedMessage, ShownMessage } from '../../platform/announcements.ts';
import type { DocumentStore, Stored } from '../../platform/document-store.ts';
import { PostRefused } from '../../platform/post-refused.ts';
import { POSTS, type Post, postedOf } from './post.ts';
import { prepareReceipt } from './receipt.ts';
import { type PendingPost, sendingOrder } from './sending-order.ts';

/**
 * After this many tries, the sender stops trying to add the picture. A person then has to find out why the chat refuses
 * it.
 */
const MAX_PICTURE_TRIES = 10;

export interface SendDeps {
  readonly store: DocumentStore;
  readonly announcements: Pick<Announcements, 'show'>;
}

export type SendResult = 'sent' | 'nothing-due' | 'waits' | 'without-picture';

/**
 * Makes the channel show the newest wanted state of one post and skips older states. It stores the start of sending first. After a crash or
 * a lost answer, it searches the channel for the post's key before it posts again. An error of `show` is thrown. The post then stays due,
 * unless the chat refused the message itself: it refuses the same content again, so the post waits as `refused` for a newer version.
 * - `waits`: the post belongs to a thread whose first message is not in the channel yet.
 * - `without-picture`: the post was sent without its picture and is due again.
 */
export async function sendPost({ store, announcements }: SendDeps, key: string): Promise<SendResult> {
  const thread = await threadOf(store, key);
  if (thread === 'not-posted') return 'waits';
  const found = await beginSending(store, key);
  if (found === undefined) return 'nothing-due';
  const post = found.data;
  const { wanted, wanted_version: version, sending_version: sending } = post;
  const message = {
    key,
    wanted,
    posted: postedOf(post),
    thread,
    history: sending === null ? 'known' : 'unknown',
  } as const;
  const shown = await announcements.show(message).catch(async (error: unknown) => {
    if (error instanceof PostRefused && error.fault === 'message') await recordRefused(store, key, { version, error });
    throw error;
  });
  return await recordSent(store, { post, shown });
}

/** The message whose thread contains the post; null for a post outside a thread. */
async function threadOf(store: DocumentStore, key: string): Promise<PostedMessage | null | 'not-posted'> {
  const under = (await store.get({ collection: POSTS, id: key }))?.data.under ?? null;
  if (under === null) return null;
  const parent = await store.get({ collection: POSTS, id: under });
  return (parent === undefined ? null : postedOf(parent.data)) ?? 'not-posted';
}

/** Marks the post as being sent. Resolves to the post as it was before; undefined when the post is not due. */
async function beginSending(store: DocumentStore, key: string): Promise<Stored<Post> | undefined> {
  const ref = { collection: POSTS, id: key };
  for (;;) {
    const found = await store.get(ref);
    if (found?.data.delivery !== 'due') return undefined;
    const marked = await store.update(ref, { sending_version: found.data.wanted_version }, found.version);
    if (marked === 'updated') return found;
  }
}

/** Stores what the channel shows, and its receipt if the announcement asks for one, in one transaction. */
async function recordSent(store: DocumentStore, sent: SentVersion): Promise<'sent' | 'without-picture'> {
  const ref = { collection: POSTS, id: sent.post.key };
  return await store.transaction(async (transaction) => {
    const found = await transaction.get(ref);
    if (found === undefined) return 'sent';
    const writeReceipt = await prepareReceipt(transaction, sent.post);
    const fields = afterShowing(found.data, sent);
    transaction.update(ref, fields);
    writeReceipt();
    return sent.shown.picture === 'missing' && fields.delivery === 'due' ? 'without-picture' : 'sent';
  });
}

interface RefusedVersion {
  readonly version: number;
  readonly error: PostRefused;
}

/** A post stays due if a newer version is wanted by now. */
async function recordRefused(store: DocumentStore, key: string, { version, error }: RefusedVersion): Promise<void> {
  const ref = { collection: POSTS, id: key };
  for (;;) {
    const found = await store.get(ref);
    if (found?.data.wanted_version !== version) return;
    const refused = { delivery: 'refused', refusal: error.message } as const;
    if ((await store.update(ref, refused, found.version)) === 'updated') return;
  }
}

interface SentVersion {
  /** The post as it was when the sending of its wanted version began. */
  readonly post: Post;
  readonly shown: ShownMessage;
}

/** A post is due again when a newer version is wanted, or when its picture is missing and tries are left. */
function afterShowing({ wanted_version, picture_tries }: Post, { post, shown }: SentVersion) {
  const version = post.wanted_version;
  const { picture, ...posted } = shown;
  const isNewest = wanted_version === version;
  const tries = isNewest && picture === 'missing' ? picture_tries + 1 : 0;
  const isDue = !isNewest || (tries > 0 && tries < MAX_PICTURE_TRIES);
  const delivery = isDue ? 'due' : 'sent';
  return { sent_version: version, sending_version: null, delivery, picture_tries: tries, ...posted } as const;
}

/** The posts that are due, in sending order. */
export async function pendingPosts(store: DocumentStore): Promise<readonly PendingPost[]> {
  const due = await store.query({ collection: POSTS }, { where: [['delivery', '==', 'due']] });
  return sendingOrder(due.map(({ data }) => data));
}
