import type {
  DocumentData,
  DocumentReference,
  DocumentSnapshot,
  Transaction as FirestoreTransaction,
  Timestamp,
} from '@google-cloud/firestore';
import type { CollectionRef, Stored, Transaction, Version } from '../document-store.ts';
import { errorText } from '../error-text.ts';
import type { Instant } from '../instant.ts';
import { Unavailable } from '../unavailable.ts';
import { ABORTED, grpcCode, INVALID_ARGUMENT } from './call-google.ts';
import type { FirestoreConnection } from './firestore-connection.ts';
import { decodeDocument, encodeChanges, encodeDocument, instantOf, versionOf } from './firestore-value.ts';

const MAX_ATTEMPTS = 10;

/**
 * Runs `decide` in a Firestore transaction and repeats it after each conflict, until the timeout of one call. Firestore
 * locks the documents that `decide` reads, and other writers wait until the transaction ends. So `decide` must not wait
 * for other writers.
 */
export async function firestoreTransaction<R>(
  connection: FirestoreConnection,
  decide: (transaction: Transaction) => Promise<R>,
): Promise<R> {
  const giveUpAt = performance.now() + connection.timeoutMs;
  // Firestore's client reports a failure only after its last read has ended, which can take very long.
  const unreachable = Promise.withResolvers<never>();
  const committed = connection.firestore.runTransaction(
    async (transaction) => {
      if (performance.now() > giveUpAt)
        throw new Unavailable(
          'Firestore',
          new Error(`every attempt within ${connection.timeoutMs} ms lost to other writers`),
        );
      const draft = bufferedTransaction(connection, transaction, unreachable.reject);
      const result = await decide(draft);
      await draft.send();
      return result;
    },
    { maxAttempts: MAX_ATTEMPTS },
  );
  return await Promise.race([committed, unreachable.promise]);
}

interface BufferedWrite {
  readonly document: DocumentReference;
  readonly kind: 'create' | 'update' | 'delete';
  fields: object;
  /** Encodes the fields to write for a document of this version. Throws when they do not match the schema. */
  encode(fields: object, version: Version | undefined): DocumentData;
}

interface BufferedTransaction extends Transaction {
  /** Sends the writes. */
  send(): Promise<void>;
}

/**
 * Buffers the writes of a Firestore transaction. A document that is updated but was not read yet is read before the
 * first write is sent.
 */
function bufferedTransaction(
  connection: FirestoreConnection,
  transaction: FirestoreTransaction,
  onUnreachable: (reason: Unavailable) => void,
): BufferedTransaction {
  const { read, versions, now } = readsOf(connection, transaction, onUnreachable);
  const writes: BufferedWrite[] = [];

  async function getAll<T extends object>(
    ref: CollectionRef<T>,
    ids: readonly string[],
  ): Promise<readonly (Stored<T> | undefined)[]> {
    if (writes.length > 0) throw new Error('a transaction must do all reads before its first write');
    const snapshots = await read(ids.map((id) => connection.document({ ...ref, id })));
    return snapshots.map((snapshot) => (snapshot.exists ? decodeDocument(ref, snapshot) : undefined));
  }

  return {
    get: async (ref) => (await getAll(ref, [ref.id]))[0],
    getAll,
    now,
    create(ref, fields) {
      const encode = (written: object): DocumentData => encodeDocument(ref, written, connection.expiry(ref));
      addWrite(writes, { kind: 'create', document: connection.document(ref), fields, encode });
    },
    update(ref, fields) {
      const encode: BufferedWrite['encode'] = (written, version) => encodeChanges(ref, written, version);
      addWrite(writes, { kind: 'update', document: connection.document(ref), fields, encode });
    },
    delete(ref) {
      addWrite(writes, { kind: 'delete', document: connection.document(ref), fields: {}, encode: () => ({}) });
    },
    async send() {
      const unread = writes.filter(({ kind, document }) => kind === 'update' && !versions.has(document.path));
      await read(unread.map(({ document }) => document));
      for (const { kind, document, fields, encode } of writes) {
        const data = encode(fields, versions.get(document.path));
        if (kind === 'create') transaction.create(document, data);
        else if (kind === 'update') transaction.update(document, data);
        else transaction.delete(document);
      }
    },
  };
}

interface TransactionReads {
  read(documents: readonly DocumentReference[]): Promise<readonly DocumentSnapshot[]>;
  /**
   * The version of each document that the transaction has read, by path; undefined for a document that does not exist.
   */
  readonly versions: ReadonlyMap<string, Version | undefined>;
  /** The time of Firestore's server at the transaction's last read. */
  now(): Promise<Instant>;
}

function readsOf(
  connection: FirestoreConnection,
  transaction: FirestoreTransaction,
  onUnreachable: (reason: Unavailable) => void,
): TransactionReads {
  const versions = new Map<string, Version | undefined>();
  let servedAt: Timestamp | undefined;

  async function read(documents: readonly DocumentReference[]): Promise<readonly DocumentSnapshot[]> {
    if (documents.length === 0) return [];
    const snapshots = await connection.answerTo(transaction.getAll(...documents)).catch((error: unknown) => {
      if (error instanceof Unavailable) onUnreachable(error);
      throw isTransactionClosed(error)
        ? Object.assign(new Error('the transaction lost to another writer', { cause: error }), { code: ABORTED })
        : error;
    });
    for (const snapshot of snapshots) {
      versions.set(snapshot.ref.path, snapshot.exists ? versionOf(snapshot) : undefined);
      servedAt = later(servedAt, snapshot.readTime);
    }
    return snapshots;
  }

  return {
    read,
    versions,
    async now() {
      if (servedAt === undefined) await read([connection.clock]);
      if (servedAt === undefined) throw new Error('Firestore did not return the time of a read');
      return instantOf(servedAt);
    },
  };
}

function later(one: Timestamp | undefined, other: Timestamp): Timestamp {
  return one !== undefined && one.valueOf() > other.valueOf() ? one : other;
}

/**
 * Returns whether an error means that Firestore closed this transaction before its read, because another transaction
 * won. The client retries this error of the service, but it does not recognize the same error of the emulator.
 */
function isTransactionClosed(error: unknown): boolean {
  return grpcCode(error) === INVALID_ARGUMENT && /transaction is invalid or closed/i.test(errorText(error));
}

/**
 * Adds a write to a transaction. Merges an update into an earlier write of the same document, so that each document is
 * written once.
 */
function addWrite(writes: BufferedWrite[], write: BufferedWrite): void {
  const joins = ({ kind, document }: BufferedWrite): boolean =>
    kind !== 'delete' && document.path === write.document.path;
  const earlier = write.kind === 'update' ? writes.find(joins) : undefined;
  const fields = { ...earlier?.fields, ...write.fields };
  (earlier ?? write).encode(fields, undefined);
  if (earlier) earlier.fields = fields;
  else writes.push(write);
}
