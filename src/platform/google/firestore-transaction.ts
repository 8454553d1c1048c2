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
import type { FirestoreConnection } from './firestore-connection.ts';
import { decodeDocument, encodeChanges, encodeDocument, instantOf, versionOf } from './firestore-value.ts';
import { ABORTED, grpcCode, INVALID_ARGUMENT } from './reach.ts';

const MAX_ATTEMPTS = 10;

/**
 * Runs `decide` in a transaction of Firestore's, again after each lost race, while the time of one call is not over. What it read is
 * locked until it ends: others who write that wait, so `decide` must not wait for them.
 */
export async function firestoreTransaction<R>(
  connection: FirestoreConnection,
  decide: (transaction: Transaction) => Promise<R>,
): Promise<R> {
  const giveUpAt = performance.now() + connection.timeoutMs;
  // The client does not report a failure before its last read has ended, however long that takes.
  const unreachable = Promise.withResolvers<never>();
  const committed = connection.firestore.runTransaction(
    async (transaction) => {
      if (performance.now() > giveUpAt) throw new Unavailable('Firestore', new Error('lost every race in time'));
      const draft = draftOn(connection, transaction, unreachable.reject);
      const result = await decide(draft);
      await draft.send();
      return result;
    },
    { maxAttempts: MAX_ATTEMPTS },
  );
  return await Promise.race([committed, unreachable.promise]);
}

interface Write {
  readonly document: DocumentReference;
  readonly kind: 'create' | 'update' | 'delete';
  fields: object;
  /** What is sent of the fields to a document of this version. Throws when they do not fit the schema. */
  encode(fields: object, version: Version | undefined): DocumentData;
}

interface Draft extends Transaction {
  /** Sends the writes. */
  send(): Promise<void>;
}

/** Collects the writes, because a document that is changed without having been read must be read before the first of them is sent. */
function draftOn(
  connection: FirestoreConnection,
  transaction: FirestoreTransaction,
  onUnreachable: (reason: Unavailable) => void,
): Draft {
  const { read, versions, now } = readsOf(connection, transaction, onUnreachable);
  const writes: Write[] = [];

  async function getAll<T extends object>(
    ref: CollectionRef<T>,
    ids: readonly string[],
  ): Promise<readonly (Stored<T> | undefined)[]> {
    if (writes.length > 0) throw new Error('a transaction reads before it writes');
    const snapshots = await read(ids.map((id) => connection.document({ ...ref, id })));
    return snapshots.map((snapshot) => (snapshot.exists ? decodeDocument(ref, snapshot) : undefined));
  }

  return {
    get: async (ref) => (await getAll(ref, [ref.id]))[0],
    getAll,
    now,
    create(ref, fields) {
      const encode = (written: object): DocumentData => encodeDocument(ref, written, connection.expiry(ref));
      add(writes, { kind: 'create', document: connection.document(ref), fields, encode });
    },
    update(ref, fields) {
      const encode: Write['encode'] = (written, version) => encodeChanges(ref, written, version);
      add(writes, { kind: 'update', document: connection.document(ref), fields, encode });
    },
    delete(ref) {
      add(writes, { kind: 'delete', document: connection.document(ref), fields: {}, encode: () => ({}) });
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

interface Reads {
  read(documents: readonly DocumentReference[]): Promise<readonly DocumentSnapshot[]>;
  /** Of the documents that were read, by their paths; undefined for one that does not exist. */
  readonly versions: ReadonlyMap<string, Version | undefined>;
  /** When the last of them was read. */
  now(): Promise<Instant>;
}

function readsOf(
  connection: FirestoreConnection,
  transaction: FirestoreTransaction,
  onUnreachable: (reason: Unavailable) => void,
): Reads {
  const versions = new Map<string, Version | undefined>();
  let servedAt: Timestamp | undefined;

  async function read(documents: readonly DocumentReference[]): Promise<readonly DocumentSnapshot[]> {
    if (documents.length === 0) return [];
    const snapshots = await connection.answerTo(transaction.getAll(...documents)).catch((error: unknown) => {
      if (error instanceof Unavailable) onUnreachable(error);
      throw isOver(error) ? Object.assign(new Error('lost a race', { cause: error }), { code: ABORTED }) : error;
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
      if (servedAt === undefined) throw new Error('Firestore did not tell when it read');
      return instantOf(servedAt);
    },
  };
}

function later(one: Timestamp | undefined, other: Timestamp): Timestamp {
  return one !== undefined && one.valueOf() > other.valueOf() ? one : other;
}

/**
 * Firestore ended the transaction before this read, because another one won. The client runs it again where Google's service says so, and
 * does not know the words in which its emulator does.
 */
function isOver(error: unknown): boolean {
  return grpcCode(error) === INVALID_ARGUMENT && /transaction is invalid or closed/i.test(errorText(error));
}

/** Joins an update with an earlier write of the same document, so that each is sent once. */
function add(writes: Write[], write: Write): void {
  const joins = ({ kind, document }: Write): boolean => kind !== 'delete' && document.path === write.document.path;
  const earlier = write.kind === 'update' ? writes.find(joins) : undefined;
  const fields = { ...earlier?.fields, ...write.fields };
  (earlier ?? write).encode(fields, undefined);
  if (earlier) earlier.fields = fields;
  else writes.push(write);
}
