import type { DocumentStore, Transaction } from '../../platform/document-store.ts';
import { Problem } from '../../platform/problem.ts';
import type { AuditAuthor, AuditChain, AuditContext } from './audit-context.ts';
import { type AuditHead, type AuditRecord, auditHeadRef, auditRecordRef, type SubjectKind } from './audit-record.ts';
import { beginSigning } from './begin-signing.ts';
import type { ChainHead } from './chain-head.ts';
import { checkSignature, signHead } from './head-signature.ts';
import { queryHeads } from './raw-audit.ts';
import { canonicalJson, recordHash } from './record-hash.ts';

/**
 * The first record of a chain names the heads of this many other chains, so that the deletion of a whole chain is
 * noticed.
 */
const OTHERS_NAMED = 10;

export interface AuditedChange {
  /** The kind of change, as `noun.verb` in the past tense: `lock.claimed`. */
  readonly action: string;
  readonly subject: { readonly kind: SubjectKind; readonly id: string };
  /**
   * The changed part of the state, before and after the change. `before` is null for a new thing; `after` is null for a
   * deleted one.
   */
  readonly before: object | null;
  readonly after: object | null;
}

export interface Audit {
  /**
   * Adds an audit record to the transaction. A transaction may add several records. The record names the author of the
   * transaction, unless `author` is given.
   */
  append(change: AuditedChange, author?: AuditAuthor): void;
}

/**
 * Runs a transaction whose changes are audited: changes, records and the signed head take effect together or not at all. Transactions of one
 * chain run one after the other. `decide` may run again after a conflict.
 */
export function auditedTransaction<R>(
  store: DocumentStore,
  auditContext: AuditContext,
  decide: (transaction: Transaction, audit: Audit) => Promise<R>,
): Promise<R> {
  const { chain } = auditContext;
  return chain.oneAtATime(async () => {
    const otherHeads = await chain.otherHeads(() => beginChain(store, chain));
    let newest: ChainHead | undefined;
    const result = await store.transaction(async (transaction) => {
      const audit = await openAudit(transaction, { auditContext, otherHeads });
      const decided = await decide(transaction, audit);
      newest = await audit.writeHead();
      return decided;
    });
    if (newest !== undefined) chain.committed(newest);
    return result;
  });
}

/** Resolves to the newest heads of other chains, which the first record of this chain names. */
async function beginChain(store: DocumentStore, chain: AuditChain): Promise<readonly ChainHead[]> {
  const found = await queryHeads(store, { orderBy: ['at', 'desc'], limit: OTHERS_NAMED });
  await beginSigning(store, chain);
  return found.map(({ chain: id, seq, hash }) => ({ chain: id, seq, hash })).filter((head) => head.chain !== chain.id);
}

interface OpenAudit extends Audit {
  /**
   * Signs and writes the chain's head after the last append of a transaction. Resolves to undefined when nothing was
   * appended.
   */
  writeHead(): Promise<ChainHead | undefined>;
}

/** Call this before the transaction's first write, because it reads the head of the audit chain. */
async function openAudit(
  transaction: Transaction,
  { auditContext, otherHeads }: { readonly auditContext: AuditContext; readonly otherHeads: readonly ChainHead[] },
): Promise<OpenAudit> {
  const { chain } = auditContext;
  const headRef = auditHeadRef(chain.id);
  const found = await transaction.get(headRef);
  const at = await transaction.now();
  const before = await headToContinue(chain, found?.data);
  let head = before;
  return {
    append: (change, author = auditContext) => {
      const others = head.seq === 0 && otherHeads.length > 0 ? { others: [...otherHeads] } : {};
      const record = { ...others, chain: chain.id, seq: head.seq + 1, at, prev_hash: head.hash };
      const written = hashed({ ...record, ...fieldsOf(change, author) }, chain);
      head = { chain: chain.id, seq: written.seq, hash: written.hash };
      transaction.create(auditRecordRef(chain.id, head.seq), written);
    },
    writeHead: async () => {
      if (head === before) return;
      const written = { ...head, at, signature: await signHead(chain.signer, head) };
      if (found === undefined) transaction.create(headRef, written);
      else transaction.update(headRef, written);
      return head;
    },
  };
}

/**
 * Returns the head after which the next audit record is appended. The next signature covers everything before it, so a
 * stored head counts only if this process wrote or signed it.
 */
async function headToContinue(chain: AuditChain, stored: AuditHead | undefined): Promise<ChainHead> {
  const last = chain.lastHead() ?? { chain: chain.id, seq: 0, hash: '' };
  if (stored === undefined || stored.hash === last.hash || stored.seq < last.seq) return last;
  // A cloud store can commit an append and lose its reply. The stored head is then newer than the last known one.
  if ((await checkSignature(chain.signer, stored)) === 'valid') return stored;
  if (stored.seq > last.seq) throw tampered(chain.id);
  return last;
}

function tampered(chain: string): Problem {
  const message = `Another program has added records to the audit chain ${chain} of this process, so nothing was changed. Run \`tipoff audit verify\` to see which records, and find out who can write the store. After a restart, Tipoff continues with a new chain.`;
  return new Problem({ code: 'audit_tampered', message });
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
