import { type CollectionReference, Firestore } from '@google-cloud/firestore';
import { collectionPath } from '../document-rules.ts';
import type { CollectionRef, DocumentRef, DocumentStore, Written } from '../document-store.ts';
import type { Instant } from '../instant.ts';
import { createAll, type Draft, deleteAll } from './firestore-bulk.ts';
import { firestoreCount, firestoreQuery, inOrderOfIds } from './firestore-query.ts';
import { documentAt, firestoreTransaction } from './firestore-transaction.ts';
import { decodeDocument, encodeChanges, encodeDocument, instantOf, updateTimeOf } from './firestore-value.ts';
import { refusedBy, writeOnce } from './firestore-write.ts';
import { ALREADY_EXISTS, FAILED_PRECONDITION, NOT_FOUND, reach } from './reach.ts';
import { within } from './within.ts';

const TIMEOUT_MS = 20_000;
const VERSION_REFUSALS = [FAILED_PRECONDITION, NOT_FOUND];
const UNARY_METHODS = ['Commit', 'BeginTransaction', 'Rollback'];

interface FirestoreDocumentStoreOptions {
  readonly projectId: string;
  /** `(default)` unless given. */
  readonly databaseId?: string;
  /** How long a call is tried before the store is `Unavailable`. */
  readonly timeoutMs?: number;
  readonly emulator?: { readonly host: string; readonly port: number };
}

/**
 * The store on Firestore. A version is the time of the last write. `now` is the time of a read. A write whose answer was lost may have
 * taken effect although it is told as `Unavailable`, or as the conflict that its own repetition met.
 */
export function firestoreDocumentStore(options: FirestoreDocumentStoreOptions): DocumentStore {
  const { timeoutMs = TIMEOUT_MS } = options;
  const firestore = connect(options, timeoutMs);
  const pending = new Set<Promise<unknown>>();
  let closed = false;

  async function call<T>(task: () => Promise<T>): Promise<T> {
    if (closed) throw new Error('The document store is closed');
    const running = reach('Firestore', task);
    pending.add(running);
    return await running.finally(() => pending.delete(running));
  }
  const read = <T>(task: () => Promise<T>): Promise<T> => call(() => within(timeoutMs, task()));

  return {
    get: (ref) =>
      read(async () => {
        const snapshot = await documentAt(firestore, ref).get();
        return snapshot.exists ? decodeDocument(ref, snapshot) : undefined;
      }),
    create: (ref, data) =>
      call(async () => {
        const fields = encodeDocument(ref, data);
        const written = writeOnce(firestore, (write) => write.create(documentAt(firestore, ref), fields));
        return (await refusedBy(written, ALREADY_EXISTS)) ? 'exists' : 'created';
      }),
    update: (ref, changes, ifVersion) =>
      call(async () => {
        const fields = encodeChanges(ref, changes);
        const precondition = { lastUpdateTime: updateTimeOf(ifVersion) };
        const document = documentAt(firestore, ref);
        const written = writeOnce(firestore, (write) => write.update(document, fields, precondition));
        return (await refusedBy(written, ...VERSION_REFUSALS)) ? 'conflict' : 'updated';
      }),
    delete: (ref, ifVersion) =>
      call(async () => {
        const precondition = { lastUpdateTime: updateTimeOf(ifVersion) };
        const document = documentAt(firestore, ref);
        const written = writeOnce(firestore, (write) => write.delete(document, precondition));
        return (await refusedBy(written, ...VERSION_REFUSALS)) ? 'conflict' : 'deleted';
      }),
    query: (ref, query) =>
      read(async () => {
        const found = await firestoreQuery(collectionAt(firestore, ref), ref.collection, query).get();
        const stored = found.docs.map((snapshot) => decodeDocument(ref, snapshot));
        return inOrderOfIds(stored, query);
      }),
    count: (ref, where) =>
      read(async () => {
        const counted = await firestoreCount(collectionAt(firestore, ref), ref.collection, where).count().get();
        return counted.data().count;
      }),
    createMany: (ref, documents) =>
      call(async () => createAll(firestore, draftsOf(firestore, ref, documents), timeoutMs)),
    deleteAll: (ref) => call(async () => deleteAll(firestore, collectionAt(firestore, ref), timeoutMs)),
    transaction: (decide) => call(() => firestoreTransaction(firestore, decide, { timeoutMs })),
    now: () => read(() => readTime(firestore)),
    async close() {
      closed = true;
      await Promise.allSettled(pending);
      await firestore.terminate();
    },
  };
}

function connect({ projectId, databaseId, emulator }: FirestoreDocumentStoreOptions, timeoutMs: number): Firestore {
  const methods = Object.fromEntries(UNARY_METHODS.map((method) => [method, { timeout_millis: timeoutMs }]));
  return new Firestore({
    projectId,
    ...(databaseId === undefined ? {} : { databaseId }),
    ...(emulator === undefined ? {} : { ...emulator, ssl: false }),
    ignoreUndefinedProperties: true,
    clientConfig: { interfaces: { 'google.firestore.v1.Firestore': { methods } } },
  });
}

function collectionAt<T extends object>(firestore: Firestore, ref: CollectionRef<T>): CollectionReference {
  return firestore.collection(collectionPath(ref).join('/'));
}

interface NewDocument<T> {
  readonly id: string;
  readonly data: Written<T>;
}

/** One for each id: of two under the same id the first. */
function draftsOf<T extends object>(
  firestore: Firestore,
  ref: CollectionRef<T>,
  documents: readonly NewDocument<T>[],
): readonly Draft[] {
  const drafts = new Map<string, Draft>();
  for (const { id, data } of documents) {
    const at: DocumentRef<T> = { ...ref, id };
    const draft = { document: documentAt(firestore, at), fields: encodeDocument(at, data) };
    if (!drafts.has(id)) drafts.set(id, draft);
  }
  return [...drafts.values()];
}

/** Every read tells when it was served, also one of a document that nobody writes. */
async function readTime(firestore: Firestore): Promise<Instant> {
  const { readTime: servedAt } = await firestore.doc('clock/now').get();
  return instantOf(servedAt);
}
