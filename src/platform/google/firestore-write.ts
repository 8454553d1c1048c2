import type { Firestore, Transaction } from '@google-cloud/firestore';
import pRetry from 'p-retry';
import { ABORTED, grpcCode } from './reach.ts';

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
