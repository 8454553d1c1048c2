import type { DocumentStore, Transaction } from '../../platform/document-store.ts';
import type { AuditAuthor, AuditChain, AuditContext } from './audit-context.ts';
import { AUDIT_HEADS, type AuditRecord, auditHeadRef, auditRecordRef, type SubjectKind } from './audit-record.ts';
import type { ChainHead } from './chain-head.ts';
import { canonicalJson, recordHash } from './record-hash.ts';

/** How many other chains the first record of a chain names. Every chain is therefore named by later ones. */
const OTHERS_NAMED = 10;

export interface AuditedChange {
  /** The kind of change, as `noun.verb` in the past tense: `lock.claimed`. */
  readonly action: string;
  readonly subject: { readonly kind: SubjectKind; readonly id: string };
  /** The changed part of the state; null if the thing did not exist then. */
  readonly before: object | null;
  readonly after: object | null;
}

export interface Audit {
  /** Adds an audit record to the transaction. A transaction may add several. The author is that of the transaction, unless `author` is given. */
  append(change: AuditedChange, author?: AuditAuthor): void;
}

/**
 * Runs a transaction whose changes are audited: changes and records take effect together or not at all. Transactions of one chain run one
 * after the other. `decide` may run again after a conflict.
 */
export function auditedTransaction<R>(
  store: DocumentStore,
  auditContext: AuditContext,
  decide: (transaction: Transaction, audit: Audit) => Promise<R>,
): Promise<R> {
  const { chain } = auditContext;
  return chain.oneAtATime(async () => {
    const otherHeads = await chain.otherHeads(() => newestOthers(store, chain.id));
    return await store.transaction(async (transaction) =>
      decide(transaction, await openAudit(transaction, { auditContext, otherHeads })),
    );
  });
}

async function newestOthers(store: DocumentStore, own: string): Promise<readonly ChainHead[]> {
  const found = await store.query({ collection: AUDIT_HEADS }, { orderBy: ['at', 'desc'], limit: OTHERS_NAMED });
  return found.map(({ data: { chain, seq, hash } }) => ({ chain, seq, hash })).filter(({ chain }) => chain !== own);
}

/** Reads the head of the chain, so it has to come before the transaction's first write. */
async function openAudit(
  transaction: Transaction,
  { auditContext, otherHeads }: { readonly auditContext: AuditContext; readonly otherHeads: readonly ChainHead[] },
): Promise<Audit> {
  const { chain } = auditContext;
  const headRef = auditHeadRef(chain.id);
  const found = await transaction.get(headRef);
  const at = await transaction.now();
  let isFirst = found === undefined;
  let head = { seq: found?.data.seq ?? 0, hash: found?.data.hash ?? '' };
  return {
    append: (change, author = auditContext) => {
      const others = isFirst && otherHeads.length > 0 ? { others: [...otherHeads] } : {};
      const record = { ...others, chain: chain.id, seq: head.seq + 1, at, prev_hash: head.hash };
      const written = hashed({ ...record, ...fieldsOf(change, author) }, chain);
      head = { seq: written.seq, hash: written.hash };
      transaction.create(auditRecordRef(chain.id, head.seq), written);
      if (isFirst) transaction.create(headRef, { chain: chain.id, ...head, at });
      else transaction.update(headRef, { ...head, at });
      isFirst = false;
    },
  };
}

function hashed(record: Omit<AuditRecord, 'hash'>, { digest }: AuditChain): AuditRecord {
  return { ...record, hash: recordHash(record, digest) };
}

function fieldsOf({ action, subject, before, after }: AuditedChange, { actor, session, request }: AuditAuthor) {
  return {
    actor,
    session,
    request,
    action,
    subject_kind: subject.kind,
    subject_id: subject.id,
    before: before === null ? null : canonicalJson(before),
    after: after === null ? null : canonicalJson(after),
  };
}
