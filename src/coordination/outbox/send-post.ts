import type { Announcements, PostedMessage, ShownMessage } from '../../platform/announcements.ts';
import type { DocumentStore, Stored } from '../../platform/document-store.ts';
import { POSTS, type Post } from './post.ts';

/** A chat that does not take a picture after so many tries has it not taken for a reason that people have to look at. */
const MAX_PICTURE_TRIES = 10;

export interface SendDeps {
  readonly store: DocumentStore;
  readonly announcements: Announcements;
}

/**
 * Makes the channel show the newest wanted state of one post; of the states in between only the newest is sent. That sending begins is
 * written down first, so that after a crash, or an answer that was lost, the channel is searched for the key before anything is posted again.
 * Throws what `show` throws; the post is due then as before.
 * - `waits`: it belongs in the thread of a post that does not stand in the channel yet.
 * - `without-picture`: it stands there, and is due again for the picture it lacks.
 */
export async function sendPost(
  { store, announcements }: SendDeps,
  key: string,
): Promise<'sent' | 'nothing-due' | 'waits' | 'without-picture'> {
  const thread = await threadOf(store, key);
  if (thread === 'not-begun') return 'waits';
  const found = await beginSending(store, key);
  if (found === undefined) return 'nothing-due';
  const { wanted, wanted_version: version, sending_version: begun } = found.data;
  const shown = await announcements.show({
    key,
    wanted,
    posted: postedOf(found.data),
    thread,
    history: begun === null ? 'known' : 'unknown',
  });
  return await recordSent(store, key, { version, shown });
}

/** Where the post stands in whose thread this one belongs; null for one of the channel. */
async function threadOf(store: DocumentStore, key: string): Promise<PostedMessage | null | 'not-begun'> {
  const under = (await store.get({ collection: POSTS, id: key }))?.data.under ?? null;
  if (under === null) return null;
  const parent = await store.get({ collection: POSTS, id: under });
  return (parent === undefined ? null : postedOf(parent.data)) ?? 'not-begun';
}

/** The post as it was before this call marked it; undefined when nothing is due. */
async function beginSending(store: DocumentStore, key: string): Promise<Stored<Post> | undefined> {
  const ref = { collection: POSTS, id: key };
  for (;;) {
    const found = await store.get(ref);
    if (found === undefined || found.data.delivery === 'sent') return undefined;
    const marked = await store.update(ref, { sending_version: found.data.wanted_version }, found.version);
    if (marked === 'updated') return found;
  }
}

async function recordSent(store: DocumentStore, key: string, sent: SentVersion): Promise<'sent' | 'without-picture'> {
  const ref = { collection: POSTS, id: key };
  for (;;) {
    const found = await store.get(ref);
    if (found === undefined) return 'sent';
    const fields = afterShowing(found.data, sent);
    if ((await store.update(ref, fields, found.version)) !== 'updated') continue;
    return sent.shown.picture === 'missing' && fields.delivery === 'due' ? 'without-picture' : 'sent';
  }
}

interface SentVersion {
  readonly version: number;
  readonly shown: ShownMessage;
}

/** A post is due again when another version is wanted by now, and while its picture is missing and has tries left. */
function afterShowing({ wanted_version, picture_tries }: Post, { version, shown }: SentVersion) {
  const { picture, ...posted } = shown;
  const isNewest = wanted_version === version;
  const tries = isNewest && picture === 'missing' ? picture_tries + 1 : 0;
  const isDue = !isNewest || (tries > 0 && tries < MAX_PICTURE_TRIES);
  const delivery = isDue ? 'due' : 'sent';
  return { sent_version: version, sending_version: null, delivery, picture_tries: tries, ...posted } as const;
}

function postedOf({ channel, ts }: Post): PostedMessage | null {
  return channel === null || ts === null ? null : { channel, ts };
}

/** The keys of the posts whose newest state the channel does not show yet, the longest waiting first. */
export async function pendingPosts(store: DocumentStore): Promise<readonly string[]> {
  const due = await store.query({ collection: POSTS }, { where: [['delivery', '==', 'due']] });
  return due.toSorted((a, b) => a.data.wanted_at.localeCompare(b.data.wanted_at)).map(({ id }) => id);
}
