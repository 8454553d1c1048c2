import type { Firestore, Precondition, Transaction } from '@google-cloud/firestore';
import pRetry from 'p-retry';
import type { Version } from '../document-store.ts';
import { updateTimeOf } from './firestore-value.ts';
import { ABORTED, FAILED_PRECONDITION, grpcCode, NOT_FOUND } from './reach.ts';

const RETRIES = 5;
const FIRST_PAUSE_MS = 20;

/**
 * Writes without reading, all or nothing. As a transaction that is tried once, because the client goes on trying any other write
 * for ten minutes, long after its caller was told that nothing happened. What lost a race for a lock is tried again.
 */
export async function writeOnce(firestore: Firestore, write: (transaction: Transaction) => void): Promise<void> {
  const attempt = () => firestore.runTransaction(async (transaction) => write(transaction), { maxAttempts: 1 });
  await pRetry(attempt, {
    retries: RETRIES,
    minTimeout: FIRST_PAUSE_MS,
    randomize: true,
    shouldRetry: ({ error }) => grpcCode(error) === ABORTED,
  });
}

/** Writes on condition that the document has this version still, and tells whether it had. */
export async function writeUnderVersion(
  firestore: Firestore,
  version: Version,
  write: (transaction: Transaction, unchanged: Precondition) => void,
): Promise<'written' | 'conflict'> {
  const unchanged = { lastUpdateTime: updateTimeOf(version) };
  const written = writeOnce(firestore, (transaction) => write(transaction, unchanged));
  return (await refusedBy(written, FAILED_PRECONDITION, NOT_FOUND)) ? 'conflict' : 'written';
}

/** Whether the store refused the write for one of these reasons. */
export async function refusedBy(written: Promise<void>, ...codes: readonly number[]): Promise<boolean> {
  return await written.then(
    () => false,
    (error: unknown) => {
      if (codes.includes(grpcCode(error) ?? -1)) return true;
      throw error;
    },
  );
}
