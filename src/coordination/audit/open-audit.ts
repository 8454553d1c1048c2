import type { DocumentStore, Transaction } from '../../platform/document-store.ts';
import { AUDIT_HEADS, type AuditRecord, auditHeadRef, auditRecordRef, type SubjectKind } from './audit-record.ts';
import type { Head } from './head.ts';
import { canonicalJson, recordHash } from './record-hash.ts';
import type { AuditContext } from './trail.ts';

/** Every chain that begins names so many, so a chain is named by those that begin after it. */
const OTHERS_NAMED = 10;

export interface Change {
  /** `noun.verb` in the past: `lock.claimed`. */
  readonly action: string;
  readonly subject: { readonly kind: SubjectKind; readonly id: string };
  /** The part of the state that changed; null where there was nothing. */
  readonly before: object | null;
  readonly after: object | null;
}

export interface Audit {
  /** Adds a record to what the transaction writes; any number of times. */
  append(change: Change): void;
}

/**
 * Runs a transaction whose changes leave records: they take effect together or not at all. One at a time for each chain, so that no
 * transaction is lost to the one before it.
 */
export function auditedTransaction<R>(
  store: DocumentStore,
  trail: AuditContext,
  decide: (transaction: Transaction, audit: Audit) => Promise<R>,
): Promise<R> {
  const { inTurn, others, id } = trail.chain;
  return inTurn(async () => {
    const known = await others(() => newestOthers(store, id));
    return await store.transaction(async (transaction) =>
      decide(transaction, await openAudit(transaction, { ...trail, known })),
    );
  });
}

async function newestOthers(store: DocumentStore, own: string): Promise<readonly Head[]> {
  const found = await store.query({ collection: AUDIT_HEADS }, { orderBy: ['at', 'desc'], limit: OTHERS_NAMED });
  return found.map(({ data: { chain, seq, hash } }) => ({ chain, seq, hash })).filter(({ chain }) => chain !== own);
}

/** Reads the head of the chain, so it comes before the first write of the transaction. */
async function openAudit(
  transaction: Transaction,
  { chain, actor, session, request, known }: AuditContext & { readonly known: readonly Head[] },
): Promise<Audit> {
  const headRef = auditHeadRef(chain.id);
  const found = await transaction.get(headRef);
  const at = await transaction.now();
  let isFirst = found === undefined;
  let head = { seq: found?.data.seq ?? 0, hash: found?.data.hash ?? '' };
  return {
    append: ({ action, subject, before, after }) => {
      const record: Omit<AuditRecord, 'hash'> = {
        chain: chain.id,
        seq: head.seq + 1,
        at,
        actor,
        session,
        request,
        action,
        subject_kind: subject.kind,
        subject_id: subject.id,
        before: before === null ? null : canonicalJson(before),
        after: after === null ? null : canonicalJson(after),
        ...(isFirst && known.length > 0 ? { others: [...known] } : {}),
        prev_hash: head.hash,
      };
      head = { seq: record.seq, hash: recordHash(record, chain.digest) };
      transaction.create(auditRecordRef(chain.id, head.seq), { ...record, hash: head.hash });
      if (isFirst) transaction.create(headRef, { chain: chain.id, ...head, at });
      else transaction.update(headRef, { ...head, at });
      isFirst = false;
    },
  };
}
