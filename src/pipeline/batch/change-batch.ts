import { type DocumentStore, STORE_TIME, type Transaction, type Written } from '../../platform/document-store.ts';
import {
  type ArchivedBatch,
  type BatchDocument,
  batchRef,
  type CurrentBatch,
  type LegacyBatch,
} from './batch-document.ts';

type InState<S extends CurrentBatch['state']> = Extract<CurrentBatch, { state: S }>;

export interface ExpectedBatch<S extends CurrentBatch['state']> {
  readonly batchId: string;
  readonly state: S;
  readonly generation: number;
}

/**
 * Changes a batch in one transaction, if it is in this state and generation; whoever took it further before wins, and the caller is told
 * `superseded`. `change` returns the fields to write and may write more documents.
 */
export function changeBatch<S extends CurrentBatch['state']>(
  store: DocumentStore,
  expected: ExpectedBatch<S>,
  change: (batch: InState<S>, transaction: Transaction) => Promise<Partial<Written<BatchDocument>>>,
): Promise<'changed' | 'superseded'> {
  return store.transaction(async (transaction) => {
    const found = await transaction.get(batchRef(expected.batchId));
    if (found === undefined || !isIn(found.data, expected)) return 'superseded';
    const fields = await change(found.data, transaction);
    transaction.update(batchRef(expected.batchId), { ...fields, updated_at: STORE_TIME });
    return 'changed';
  });
}

/** The batch as Tipoff knows it; undefined when there is none, or a document of the system before. */
export async function readBatch(store: DocumentStore, batchId: string): Promise<CurrentBatch | undefined> {
  const found = await store.get(batchRef(batchId));
  return found === undefined || isOfBefore(found.data) ? undefined : found.data;
}

function isOfBefore(batch: BatchDocument): batch is ArchivedBatch | LegacyBatch {
  return batch.state === undefined || batch.state === 'archived';
}

function isIn<S extends CurrentBatch['state']>(batch: BatchDocument, expected: ExpectedBatch<S>): batch is InState<S> {
  return !isOfBefore(batch) && batch.state === expected.state && batch.generation === expected.generation;
}
