import type { Announcements, PostedMessage } from '../../platform/announcements.ts';
import type { DocumentStore, Stored } from '../../platform/document-store.ts';
import { POSTS, type Post } from './post.ts';

export interface SendDeps {
  readonly store: DocumentStore;
  readonly announcements: Announcements;
}

/**
 * Makes the channel show the newest wanted state of one post. That sending begins is written down first, so that after a crash, or an answer
 * that was lost, the channel is searched for the key before anything is posted again. Of the states in between only the newest is sent.
 */
export async function sendPost({ store, announcements }: SendDeps, key: string): Promise<'sent' | 'nothing-due'> {
  const found = await beginSending(store, key);
  if (found === undefined) return 'nothing-due';
  const { wanted, wanted_version: version, sending_version: begun } = found.data;
  const posted = await announcements.show({
    key,
    wanted,
    posted: postedOf(found.data),
    history: begun === null ? 'known' : 'unknown',
  });
  await recordSent(store, key, { version, posted });
  return 'sent';
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

async function recordSent(
  store: DocumentStore,
  key: string,
  { version, posted }: { version: number; posted: PostedMessage },
): Promise<void> {
  const ref = { collection: POSTS, id: key };
  for (;;) {
    const found = await store.get(ref);
    if (found === undefined) return;
    const delivery = found.data.wanted_version === version ? 'sent' : 'due';
    const fields = { sent_version: version, sending_version: null, delivery, ...posted } as const;
    if ((await store.update(ref, fields, found.version)) === 'updated') return;
  }
}

function postedOf({ channel, ts }: Post): PostedMessage | null {
  return channel === null || ts === null ? null : { channel, ts };
}

/** The keys of the posts whose newest state the channel does not show yet, the longest waiting first. */
export async function duePosts(store: DocumentStore): Promise<readonly string[]> {
  const due = await store.query({ collection: POSTS }, { where: [['delivery', '==', 'due']] });
  return due.toSorted((a, b) => a.data.wanted_at.localeCompare(b.data.wanted_at)).map(({ id }) => id);
}
