import type { DocumentStore } from '../platform/document-store.ts';
import type { Outages } from './outages.ts';

/**
 * Wraps a store so that its calls wait while the store cannot be used. Only `createMany` and `deleteAll` still fail, because they can
 * stop half-way. Their callers repeat them from the beginning. `onWait` gets the reason of each wait.
 */
export function storeThroughOutages(
  store: DocumentStore,
  outages: Outages,
  onWait?: (reason: string) => void,
): DocumentStore {
  const waitOut = <R>(step: () => Promise<R>) => outages.waitOut(step, onWait);
  return {
    ...store,
    get: (ref) => waitOut(() => store.get(ref)),
    getAll: (ref, ids) => waitOut(() => store.getAll(ref, ids)),
    now: () => waitOut(() => store.now()),
    create: (ref, data) => waitOut(() => store.create(ref, data)),
    update: (ref, fields, ifVersion) => waitOut(() => store.update(ref, fields, ifVersion)),
    delete: (ref, ifVersion) => waitOut(() => store.delete(ref, ifVersion)),
    query: (ref, query) => waitOut(() => store.query(ref, query)),
    count: (ref, where) => waitOut(() => store.count(ref, where)),
    transaction: (decide) => waitOut(() => store.transaction(decide)),
  };
}
