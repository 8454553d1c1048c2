import type { DocumentStore } from '../../platform/document-store.ts';
import { POSTS, postedOf } from './post.ts';

/**
 * Marks posts as omitted, so that they are not sent, and resolves to their keys. A post whose sending began, or that
 * changed, stays due. A later change of an omitted post makes it due again.
 */
export async function omitPosts(
  store: DocumentStore,
  posts: readonly { readonly key: string; readonly wanted: string }[],
): Promise<ReadonlySet<string>> {
  const omitted = new Set<string>();
  for (const { key, wanted } of posts) {
    const ref = { collection: POSTS, id: key };
    const found = await store.get(ref);
    if (found?.data.delivery !== 'due' || found.data.wanted !== wanted || !isNeverSent(found.data)) continue;
    if ((await store.update(ref, { delivery: 'omitted' }, found.version)) === 'updated') omitted.add(key);
  }
  return omitted;
}

/** A post whose sending began may be in the channel, although its answer was lost. */
function isNeverSent(post: Parameters<typeof postedOf>[0] & { readonly sending_version: number | null }): boolean {
  return postedOf(post) === null && post.sending_version === null;
}
