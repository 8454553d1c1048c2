import type { DocumentStore } from '../platform/document-store.ts';

/**
 * Wraps a store so that every call fails with the reason of the signal once the signal is aborted. Work on the store
 * then ends between two of its steps, as if its process had been killed there.
 */
export function stoppableStore(store: DocumentStore, stopping: AbortSignal): DocumentStore {
  const unlessStopped = async <R>(call: () => Promise<R>): Promise<R> => {
    stopping.throwIfAborted();
    return await call();
  };
  return {
    ...store,
    get: (ref) => unlessStopped(() => store.get(ref)),
    getAll: (ref, ids) => unlessStopped(() => store.getAll(ref, ids)),
    now: () => unlessStopped(() => store.now()),
    create: (ref, data) => unlessStopped(() => store.create(ref, data)),
    createMany: (ref, documents) => unlessStopped(() => store.createMany(ref, documents)),
    update: (ref, fields, ifVersion) => unlessStopped(() => store.update(ref, fields, ifVersion)),
    delete: (ref, ifVersion) => unlessStopped(() => store.delete(ref, ifVersion)),
    deleteAll: (ref) => unlessStopped(() => store.deleteAll(ref)),
    query: (ref, query) => unlessStopped(() => store.query(ref, query)),
    count: (ref, where) => unlessStopped(() => store.count(ref, where)),
    transaction: (decide) => unlessStopped(() => store.transaction(decide)),
  };
}
