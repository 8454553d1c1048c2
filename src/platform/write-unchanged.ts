import type { DocumentRef, DocumentStore, Stored, Written } from './document-store.ts';

/**
 * Writes all fields of one document: creates it if it did not exist when it was read, and otherwise updates it if nobody
 * has changed it since. Resolves to `conflict` when somebody was faster.
 *
 * Prefer this to a transaction for a document that the next process needs at once after a crash. Firestore keeps the
 * locks of a transaction for a minute when its process is killed, and every writer of the locked documents waits.
 */
export async function writeUnchanged<T extends object>(
  store: Pick<DocumentStore, 'create' | 'update'>,
  { ref, found }: { readonly ref: DocumentRef<T>; readonly found: Stored<T> | undefined },
  data: Written<T>,
): Promise<'written' | 'conflict'> {
  if (found === undefined) return (await store.create(ref, data)) === 'created' ? 'written' : 'conflict';
  return (await store.update(ref, data, found.version)) === 'updated' ? 'written' : 'conflict';
}
