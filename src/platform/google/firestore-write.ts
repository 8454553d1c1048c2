import type { Firestore, Precondition, Transaction } from '@google-cloud/firestore';
import pRetry from 'p-retry';
import type { Version } from '../document-store.ts';
import { ABORTED, FAILED_PRECONDITION, grpcCode, NOT_FOUND } from './call-google.ts';
import { updateTimeOf } from './firestore-value.ts';

const RETRIES = 5;
const FIRST_PAUSE_MS = 20;

/**
 * Writes to Firestore atomically, without reading. The write is a transaction with one attempt, because the client
 * retries any other write for ten minutes, long after the caller has given up. Only a write that lost to another
 * transaction is tried again.
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

/** Runs a write if its document still has this version; otherwise resolves to `conflict`. */
export async function writeUnderVersion(
  firestore: Firestore,
  version: Version,
  write: (transaction: Transaction, unchanged: Precondition) => void,
): Promise<'written' | 'conflict'> {
  const unchanged = { lastUpdateTime: updateTimeOf(version) };
  const written = writeOnce(firestore, (transaction) => write(transaction, unchanged));
  return (await refusedBy(written, FAILED_PRECONDITION, NOT_FOUND)) ? 'conflict' : 'written';
}

/**
 * Resolves to true when Firestore refused the write with one of the given error codes, and to false when the write
 * succeeded. Throws any other failure.
 */
export async function refusedBy(written: Promise<void>, ...codes: readonly number[]): Promise<boolean> {
  return await written.then(
    () => false,
    (error: unknown) => {
      if (codes.includes(grpcCode(error) ?? -1)) return true;
      throw error;
    },
  );
}
