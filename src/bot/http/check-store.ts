import * as z from 'zod';
import { type Collection, type DocumentStore, STORE_TIME } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';

const StoreCheck = z.object({ checked_at: Instant });
type StoreCheck = z.infer<typeof StoreCheck>;

export const STORE_CHECKS: Collection<StoreCheck> = {
  name: 'store_checks',
  schema: StoreCheck,
  indexes: [],
  texts: [],
  times: ['checked_at'],
};

/** Checks the store by writing a small document. Reading alone would also succeed on a full or read-only disk. */
export async function checkStore(store: DocumentStore): Promise<void> {
  const ref = { collection: STORE_CHECKS, id: 'newest' };
  const found = await store.get(ref);
  if (found === undefined) await store.create(ref, { checked_at: STORE_TIME });
  else await store.update(ref, { checked_at: STORE_TIME }, found.version);
}
