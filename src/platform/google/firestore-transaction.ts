import type { DocumentReference, Firestore, Transaction as FirestoreTransaction } from '@google-cloud/firestore';
import { documentPath } from '../document-rules.ts';
import type { DocumentRef, Transaction } from '../document-store.ts';
import { decodeDocument, encodeChanges, encodeDocument } from './firestore-value.ts';
import { within } from './within.ts';

const MAX_ATTEMPTS = 10;

interface TransactionLimits {
  /** No read takes longer, and no attempt begins later. */
  readonly timeoutMs: number;
}

/** Runs `decide` in a transaction of Firestore's, again after each lost race. */
export async function firestoreTransaction<R>(
  firestore: Firestore,
  decide: (transaction: Transaction) => Promise<R>,
  { timeoutMs }: TransactionLimits,
): Promise<R> {
  const giveUp = AbortSignal.timeout(timeoutMs);
  return await firestore.runTransaction(
    (transaction) => {
      giveUp.throwIfAborted();
      return decide(transactionOn(firestore, transaction, timeoutMs));
    },
    { maxAttempts: MAX_ATTEMPTS },
  );
}

export function documentAt<T extends object>(firestore: Firestore, ref: DocumentRef<T>): DocumentReference {
  return firestore.doc(documentPath(ref).join('/'));
}

function transactionOn(firestore: Firestore, transaction: FirestoreTransaction, timeoutMs: number): Transaction {
  return {
    async get(ref) {
      const snapshot = await within(timeoutMs, transaction.get(documentAt(firestore, ref)));
      return snapshot.exists ? decodeDocument(ref, snapshot) : undefined;
    },
    create(ref, data) {
      transaction.create(documentAt(firestore, ref), encodeDocument(ref, data));
    },
    update(ref, fields) {
      transaction.update(documentAt(firestore, ref), encodeChanges(ref, fields));
    },
    delete(ref) {
      transaction.delete(documentAt(firestore, ref));
    },
  };
}
