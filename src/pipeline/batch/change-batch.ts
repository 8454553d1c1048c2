import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { type Audit, auditedTransaction } from '../../coordination/audit/open-audit.ts';
import { type DocumentStore, STORE_TIME, type Transaction, type Written } from '../../platform/document-store.ts';
import { type BatchDocument, batchRef, type CurrentBatch } from '../documents/batch-document.ts';
import { refuseFormerOwner } from './batch-ownership.ts';
import { isCurrent } from './read-batch.ts';

type InState<S extends CurrentBatch['state']> = Extract<CurrentBatch, { state: S }>;

export interface ExpectedBatch<S extends CurrentBatch['state']> {
  readonly batchId: string;
  readonly state: S;
  readonly generation: number;
  /**
   * The value of the batch's field `asked_again` that the caller read before it counted players. If a re-run has
   * increased it since, the change is refused as `superseded`.
   */
  readonly askedAgain?: number;
}

type Fields = Partial<Written<BatchDocument>>;
type ChangeOf<S extends CurrentBatch['state']> = (
  batch: InState<S>,
  transaction: Transaction,
) => Promise<Fields | undefined>;
type ChangeOnRecord<S extends CurrentBatch['state']> = (
  batch: InState<S>,
  transaction: Transaction,
  audit: Audit,
) => Promise<Fields | undefined>;

/**
 * Changes a batch in one transaction if it still has the expected state and generation. Otherwise the result is
 * `superseded`, because another caller has advanced the batch. `change` returns the fields to write, or undefined to
 * leave the batch as it is; that is `superseded`, too. The function
 * appends no audit record, so use it only for copied counts and job numbers.
 */
export function changeBatch<S extends CurrentBatch['state']>(
  store: DocumentStore,
  expected: ExpectedBatch<S>,
  change: ChangeOf<S>,
): Promise<'changed' | 'superseded'> {
  return store.transaction(async (transaction) => {
    const changed = await applyChange(transaction, expected, change);
    return changed === undefined ? 'superseded' : 'changed';
  });
}

export interface RecordedAs {
  readonly store: DocumentStore;
  readonly auditContext: AuditContext;
  /** `batch.sealed` */
  readonly action: string;
}

/** Changes a batch like `changeBatch`, and appends an audit record with the old state and the changed fields. */
export function changeBatchOnRecord<S extends CurrentBatch['state']>(
  { store, auditContext, action }: RecordedAs,
  expected: ExpectedBatch<S>,
  change: ChangeOnRecord<S>,
): Promise<'changed' | 'superseded'> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const after = await applyChange<S>(transaction, expected, (batch) => {
      refuseFormerOwner(batch, auditContext);
      return change(batch, transaction, audit);
    });
    if (after === undefined) return 'superseded';
    const { batchId, state, generation } = expected;
    audit.append({ action, subject: { kind: 'batch', id: batchId }, before: { state, generation }, after });
    return 'changed';
  });
}

/** Writes the changed fields and returns them. Returns undefined when the batch stays as it is. */
async function applyChange<S extends CurrentBatch['state']>(
  transaction: Transaction,
  expected: ExpectedBatch<S>,
  change: ChangeOf<S>,
): Promise<Fields | undefined> {
  const found = await transaction.get(batchRef(expected.batchId));
  if (found === undefined || !isIn(found.data, expected)) return;
  const fields = await change(found.data, transaction);
  if (fields === undefined) return;
  transaction.update(batchRef(expected.batchId), { ...fields, updated_at: STORE_TIME });
  return fields;
}

function isIn<S extends CurrentBatch['state']>(batch: BatchDocument, expected: ExpectedBatch<S>): batch is InState<S> {
  if (!isCurrent(batch) || batch.state !== expected.state || batch.generation !== expected.generation) return false;
  return expected.askedAgain === undefined || batch.asked_again === expected.askedAgain;
}
