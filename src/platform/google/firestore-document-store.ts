import type { DocumentReads, DocumentStore } from '../document-store.ts';
import { ALREADY_EXISTS, callGoogle } from './call-google.ts';
import { createAll, deleteAll } from './firestore-bulk.ts';
import { connectFirestore, type FirestoreConnection, type FirestoreOptions } from './firestore-connection.ts';
import { firestoreCount, firestoreQuery, inOrderOfIds } from './firestore-query.ts';
import { firestoreTransaction } from './firestore-transaction.ts';
import { decodeDocument, encodeChanges, encodeDocument, instantOf } from './firestore-value.ts';
import { refusedBy, writeOnce, writeUnderVersion } from './firestore-write.ts';
import { googleCredentials } from './google-credentials.ts';

/** Runs a call to Firestore and tracks it, so that `close` can wait for it. Throws when the store is closed. */
type RunCall = <T>(task: () => Promise<T>) => Promise<T>;

/**
 * The document store on Firestore. A document's version is the time of its last write. When the reply to a write is lost, the caller gets
 * `Unavailable`, or a conflict that the client's own retry caused. The write may have taken effect in both cases.
 */
export function firestoreDocumentStore(options: FirestoreOptions): DocumentStore {
  const connection = connectFirestore(options);
  const { firestore } = connection;
  const pending = new Set<Promise<unknown>>();
  let closed = false;
  const use = firestoreUse(options);

  const call: RunCall = async (task) => {
    if (closed) throw new Error('The document store is closed');
    const running = callGoogle(use, task);
    pending.add(running);
    return await running.finally(() => pending.delete(running));
  };

  return {
    ...readsOf(connection, call),
    create: (ref, data) =>
      call(async () => {
        const [document, fields] = [connection.document(ref), encodeDocument(ref, data, connection.expiry(ref))];
        const written = writeOnce(firestore, (write) => write.create(document, fields));
        return (await refusedBy(written, ALREADY_EXISTS)) ? 'exists' : 'created';
      }),
    update: (ref, changes, ifVersion) =>
      call(async () => {
        const [document, fields] = [connection.document(ref), encodeChanges(ref, changes, ifVersion)];
        const result = await writeUnderVersion(firestore, ifVersion, (write, unchanged) =>
          write.update(document, fields, unchanged),
        );
        return result === 'written' ? 'updated' : result;
      }),
    delete: (ref, ifVersion) =>
      call(async () => {
        const document = connection.document(ref);
        const result = await writeUnderVersion(firestore, ifVersion, (write, unchanged) =>
          write.delete(document, unchanged),
        );
        return result === 'written' ? 'deleted' : result;
      }),
    createMany: (ref, documents) => call(() => createAll(connection, ref, documents)),
    deleteAll: (ref) => call(() => deleteAll(connection, ref)),
    transaction: (decide) => call(() => firestoreTransaction(connection, decide)),
    async close() {
      closed = true;
      await Promise.allSettled(pending);
      await connection.close();
    },
  };
}

function firestoreUse({ projectId, emulator }: FirestoreOptions) {
  return {
    ...(emulator === undefined ? { credentials: googleCredentials } : {}),
    api: 'Firestore',
    projectId,
    purpose: 'read and write the documents',
    role: 'roles/datastore.user on the project',
    grant: `gcloud projects add-iam-policy-binding ${projectId} --member=MEMBER --role=roles/datastore.user`,
  } as const;
}

function readsOf(
  connection: FirestoreConnection,
  call: RunCall,
): Pick<DocumentStore, keyof DocumentReads | 'query' | 'count'> {
  const read: RunCall = (task) => call(() => connection.answerTo(task()));
  return {
    get: (ref) =>
      read(async () => {
        const snapshot = await connection.document(ref).get();
        return snapshot.exists ? decodeDocument(ref, snapshot) : undefined;
      }),
    getAll: (ref, ids) =>
      read(async () => {
        const documents = ids.map((id) => connection.document({ ...ref, id }));
        const snapshots = documents.length === 0 ? [] : await connection.firestore.getAll(...documents);
        return snapshots.map((snapshot) => (snapshot.exists ? decodeDocument(ref, snapshot) : undefined));
      }),
    query: (ref, query) =>
      read(async () => {
        const wanted = await firestoreQuery(connection.documents(ref), ref.collection, query);
        const found = await wanted.get();
        const stored = found.docs.map((snapshot) => decodeDocument(ref, snapshot));
        return inOrderOfIds(stored, query);
      }),
    count: (ref, where) => read(() => firestoreCount(connection.documents(ref), ref.collection, where)),
    now: () => read(async () => instantOf((await connection.clock.get()).readTime)),
  };
}
