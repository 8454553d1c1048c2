import type { App } from '#src/operations/app.ts';
import type { DocumentStore, Transaction } from '#src/platform/document-store.ts';
import type { Queue } from '#src/platform/queue.ts';
import type { Warehouse } from '#src/platform/warehouse.ts';

/** Firestore bills an aggregation as one read for each thousand index entries. */
const ENTRIES_PER_READ = 1_000;

/** What Google bills for the calls of the ports. */
export interface CloudCounts {
  /** Documents read. A query without a result counts as one, and so does a reading of the store's clock. */
  reads: number;
  writes: number;
  deletes: number;
  messages: number;
  messageBytes: number;
  queries: number;
  /** Jobs that change rows. */
  changes: number;
  loads: number;
  loadedBytes: number;
}

type CountedPorts = Pick<App, 'store' | 'queue' | 'warehouse'>;
type Count = (name: keyof CloudCounts, by?: number) => void;

/** Wraps the ports of an app so that they count what Google would bill for their calls. */
export function countedPorts({ store, queue, warehouse }: CountedPorts): {
  readonly ports: CountedPorts;
  readonly counts: CloudCounts;
} {
  const counts: CloudCounts = {
    reads: 0,
    writes: 0,
    deletes: 0,
    messages: 0,
    messageBytes: 0,
    queries: 0,
    changes: 0,
    loads: 0,
    loadedBytes: 0,
  };
  const count: Count = (name, by = 1) => {
    counts[name] += by;
  };
  const ports = {
    store: countedStore(store, count),
    queue: countedQueue(queue, count),
    warehouse: countedWarehouse(warehouse, count),
  };
  return { ports, counts };
}

function countedStore(store: DocumentStore, count: Count): DocumentStore {
  return {
    ...store,
    get: async (ref) => {
      count('reads');
      return await store.get(ref);
    },
    getAll: async (ref, ids) => {
      count('reads', ids.length);
      return await store.getAll(ref, ids);
    },
    now: async () => {
      count('reads');
      return await store.now();
    },
    query: async (ref, query) => {
      const found = await store.query(ref, query);
      count('reads', Math.max(1, found.length));
      return found;
    },
    count: async (ref, where) => {
      const found = await store.count(ref, where);
      count('reads', Math.max(1, Math.ceil(found / ENTRIES_PER_READ)));
      return found;
    },
    create: async (ref, data) => {
      count('writes');
      return await store.create(ref, data);
    },
    update: async (ref, fields, ifVersion) => {
      count('writes');
      return await store.update(ref, fields, ifVersion);
    },
    delete: async (ref, ifVersion) => {
      count('deletes');
      return await store.delete(ref, ifVersion);
    },
    createMany: async (ref, documents) => {
      count('writes', documents.length);
      return await store.createMany(ref, documents);
    },
    transaction: async (decide) =>
      await store.transaction((transaction) => decide(countedTransaction(transaction, count))),
  };
}

function countedTransaction(transaction: Transaction, count: Count): Transaction {
  const known = new Set<string>();
  const written = new Set<string>();
  const write = (path: string) => {
    if (!written.has(path)) count('writes');
    written.add(path);
  };
  return {
    ...transaction,
    get: async (ref) => {
      count('reads');
      known.add(pathOf(ref));
      return await transaction.get(ref);
    },
    getAll: async (ref, ids) => {
      count('reads', ids.length);
      for (const id of ids) known.add(pathOf({ ...ref, id }));
      return await transaction.getAll(ref, ids);
    },
    create: (ref, data) => {
      write(pathOf(ref));
      known.add(pathOf(ref));
      transaction.create(ref, data);
    },
    update: (ref, fields) => {
      // The adapter reads a document that is updated and was not read.
      if (!known.has(pathOf(ref))) count('reads');
      known.add(pathOf(ref));
      write(pathOf(ref));
      transaction.update(ref, fields);
    },
    delete: (ref) => {
      count('deletes');
      transaction.delete(ref);
    },
  };
}

function pathOf(ref: {
  readonly collection: { readonly name: string };
  readonly parentId?: string;
  readonly id: string;
}) {
  return [ref.parentId, ref.collection.name, ref.id].join('/');
}

function countedQueue(queue: Queue, count: Count): Queue {
  return {
    ...queue,
    publish: async (messages) => {
      count('messages', messages.length);
      for (const { body, attributes } of messages)
        count('messageBytes', Buffer.byteLength(body) + Buffer.byteLength(JSON.stringify(attributes)));
      await queue.publish(messages);
    },
  };
}

function countedWarehouse(warehouse: Warehouse, count: Count): Warehouse {
  async function* countedLines(lines: AsyncIterable<string> | Iterable<string>) {
    for await (const line of lines) {
      count('loadedBytes', Buffer.byteLength(line));
      yield line;
    }
  }
  return {
    ...warehouse,
    query: async (statement, row) => {
      count('queries');
      return await warehouse.query(statement, row);
    },
    pages: (statement, row) => {
      count('queries');
      return warehouse.pages(statement, row);
    },
    execute: async (statement, jobId) => {
      count('changes');
      await warehouse.execute(statement, jobId);
    },
    load: async (table, lines, jobId) => {
      count('loads');
      await warehouse.load(table, countedLines(lines), jobId);
    },
  };
}
