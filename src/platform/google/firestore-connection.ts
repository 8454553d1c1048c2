import { type CollectionReference, type DocumentReference, Firestore } from '@google-cloud/firestore';
import { collectionPath, documentPath } from '../document-rules.ts';
import type { CollectionRef, DocumentRef } from '../document-store.ts';
import { Unavailable } from '../unavailable.ts';

const TIMEOUT_MS = 20_000;
const DAY_MS = 86_400_000;
const UNARY_METHODS = ['Commit', 'BeginTransaction', 'Rollback'];

export interface FirestoreOptions {
  readonly projectId: string;
  /** `(default)` unless given. */
  readonly databaseId?: string;
  /**
   * The timeout of a call to Firestore in milliseconds, including its retries. After the timeout, the call throws
   * `Unavailable`.
   */
  readonly timeoutMs?: number;
  /**
   * The number of days after their creation for which Firestore keeps documents, by collection name. Documents of other collections never
   * expire.
   */
  readonly keepForDays?: Readonly<Record<string, number>>;
  readonly emulator?: { readonly host: string; readonly port: number };
}

export interface FirestoreConnection {
  readonly firestore: Firestore;
  readonly timeoutMs: number;
  /**
   * Resolves to the result of a read. Throws `Unavailable` after `timeoutMs`, because Firestore's client itself retries
   * for about a minute.
   */
  answerTo<T>(read: Promise<T>): Promise<T>;
  document<T extends object>(ref: DocumentRef<T>): DocumentReference;
  documents<T extends object>(ref: CollectionRef<T>): CollectionReference;
  /** A document that is never written. Reading it returns the time of Firestore's server. */
  readonly clock: DocumentReference;
  /** Returns the time from which Firestore may delete a document that is created now; undefined means never. */
  expiry<T extends object>(ref: CollectionRef<T>): Date | undefined;
  close(): Promise<void>;
}

export function connectFirestore(options: FirestoreOptions): FirestoreConnection {
  const { projectId, databaseId, timeoutMs = TIMEOUT_MS, keepForDays = {}, emulator } = options;
  const methods = Object.fromEntries(UNARY_METHODS.map((method) => [method, { timeout_millis: timeoutMs }]));
  const firestore = new Firestore({
    projectId,
    ...(databaseId === undefined ? {} : { databaseId }),
    ...(emulator === undefined ? {} : { host: emulator.host, port: emulator.port, ssl: false }),
    ignoreUndefinedProperties: true,
    clientConfig: { interfaces: { 'google.firestore.v1.Firestore': { methods } } },
  });
  const reads = new Set<Promise<unknown>>();
  return {
    firestore,
    timeoutMs,
    clock: firestore.doc('clock/now'),
    async answerTo(read) {
      reads.add(read);
      const ended = read.finally(() => reads.delete(read));
      return await withTimeout(timeoutMs, ended);
    },
    document: (ref) => firestore.doc(documentPath(ref).join('/')),
    documents: (ref) => firestore.collection(collectionPath(ref).join('/')),
    expiry({ collection }) {
      const days = keepForDays[collection.name];
      return days === undefined ? undefined : new Date(Date.now() + days * DAY_MS);
    },
    async close() {
      // The Firestore client ends only after an abandoned read has ended, because the process would otherwise crash.
      const ended = Promise.allSettled(reads).then(() => firestore.terminate());
      if (reads.size === 0) await ended;
    },
  };
}

async function withTimeout<T>(timeoutMs: number, answer: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Unavailable('Firestore', new Error(`no answer within ${timeoutMs} ms`))),
    timeoutMs,
  );
  return await Promise.race([answer, late.promise]).finally(() => clearTimeout(timer));
}
