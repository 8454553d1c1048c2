import type { Transaction as FirestoreTransaction } from '@google-cloud/firestore';
import type { Transaction } from '../document-store.ts';
import { Unavailable } from '../unavailable.ts';
import type { FirestoreConnection } from './firestore-connection.ts';
import { decodeDocument, encodeChanges, encodeDocument } from './firestore-value.ts';
import { within } from './within.ts';

const MAX_ATTEMPTS = 10;

/** Runs `decide` in a transaction of Firestore's, again after each lost race, while the time of one call is not over. */
export async function firestoreTransaction<R>(
  connection: FirestoreConnection,
  decide: (transaction: Transaction) => Promise<R>,
): Promise<R> {
  const giveUpAt = performance.now() + connection.timeoutMs;
  let attempts = 0;
  return await connection.firestore.runTransaction(
    async (transaction) => {
      attempts += 1;
      if (performance.now() > giveUpAt) throw new Unavailable('Firestore', new Error(`lost ${attempts - 1} races`));
      return await decide(transactionOn(connection, transaction));
    },
    { maxAttempts: MAX_ATTEMPTS },
  );
}

function transactionOn(connection: FirestoreConnection, transaction: FirestoreTransaction): Transaction {
  return {
    async get(ref) {
      const snapshot = await within(connection.timeoutMs, transaction.get(connection.document(ref)));
      return snapshot.exists ? decodeDocument(ref, snapshot) : undefined;
    },
    create(ref, data) {
      transaction.create(connection.document(ref), encodeDocument(ref, data, connection.expiry(ref)));
    },
    update(ref, fields) {
      transaction.update(connection.document(ref), encodeChanges(ref, fields));
    },
    delete(ref) {
      transaction.delete(connection.document(ref));
    },
  };
}
