import * as z from 'zod';
import type { Collection, DocumentStore, Query, Stored } from '../../platform/document-store.ts';
import { AUDIT_HEADS, AUDIT_RECORDS, AuditHead, auditRecordRef } from './audit-record.ts';
import type { ChainHead } from './chain-head.ts';

const PAGE_SIZE = 1_000;

const RawDocument = z.custom<Readonly<Record<string, unknown>>>((value) => typeof value === 'object' && value !== null);
/** The content of an audit document as stored. It is not validated, so that damaged documents can be examined, too. */
export type RawDocument = z.infer<typeof RawDocument>;
type RawCollection = Collection<RawDocument>;

const RAW_RECORDS: RawCollection = { ...AUDIT_RECORDS, schema: RawDocument };
const RAW_HEADS: RawCollection = { ...AUDIT_HEADS, schema: RawDocument };

/** Reads all audit records in pages, chain by chain and in the order of their numbers. */
export function rawRecords(store: DocumentStore): AsyncGenerator<readonly Stored<RawDocument>[]> {
  return pagesOf(store, RAW_RECORDS);
}

/** Reads the stored content of the audit record that a head names; undefined when that record does not exist. */
export async function readRawRecord(
  store: DocumentStore,
  { chain, seq }: Pick<ChainHead, 'chain' | 'seq'>,
): Promise<RawDocument | undefined> {
  const stored = await store.get({ collection: RAW_RECORDS, id: auditRecordRef(chain, seq).id });
  return stored?.data;
}

export interface StoredHeads {
  readonly heads: readonly AuditHead[];
  /** The ids of head documents whose content is not a valid head, or names another chain. */
  readonly damaged: readonly string[];
}

export async function readStoredHeads(store: DocumentStore): Promise<StoredHeads> {
  const heads: AuditHead[] = [];
  const damaged: string[] = [];
  for await (const page of pagesOf(store, RAW_HEADS)) {
    for (const stored of page) {
      const head = headOf(stored);
      if (head === undefined) damaged.push(stored.id);
      else heads.push(head);
    }
  }
  return { heads, damaged };
}

/**
 * Reads the audit heads that a query finds. Damaged heads are skipped, so that the remaining ones can still be used.
 */
export async function queryHeads(store: DocumentStore, query: Query<RawDocument>): Promise<readonly AuditHead[]> {
  const found = await store.query({ collection: RAW_HEADS }, query);
  return found.flatMap((stored) => headOf(stored) ?? []);
}

/** Reads the stored head of an audit chain. Resolves to undefined when the chain has no head or the head is damaged. */
export async function readStoredHead(store: DocumentStore, chain: string): Promise<AuditHead | undefined> {
  const stored = await store.get({ collection: RAW_HEADS, id: chain });
  return stored && headOf(stored);
}

function headOf({ id, data }: Stored<RawDocument>): AuditHead | undefined {
  const head = AuditHead.strict().safeParse(data).data;
  return head?.chain === id ? head : undefined;
}

async function* pagesOf(
  store: DocumentStore,
  collection: RawCollection,
): AsyncGenerator<readonly Stored<RawDocument>[]> {
  let afterId: string | undefined;
  for (;;) {
    const page = await store.query({ collection }, { limit: PAGE_SIZE, ...(afterId === undefined ? {} : { afterId }) });
    if (page.length > 0) yield page;
    if (page.length < PAGE_SIZE) return;
    afterId = page.at(-1)?.id;
  }
}
