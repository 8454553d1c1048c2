import * as z from 'zod';
import type { Digest } from '../../platform/digest.ts';
import type { DocumentStore, Stored } from '../../platform/document-store.ts';
import { AUDIT_RECORDS, type AuditRecord, auditHeadRef, auditRecordRef } from './audit-record.ts';
import { type ChainHead, headText } from './chain-head.ts';
import { readChainHeads } from './read-chain-heads.ts';
import { recordHash } from './record-hash.ts';

const PAGE_SIZE = 1_000;
/** The first faults show where to look; nobody reads more. */
const MAX_FAULTS = 20;

/**
 * - `edited`: the record does not match its hash.
 * - `misplaced`: the record is stored under another number.
 * - `missing`: no record has this number.
 * - `unlinked`: the record does not name the hash of the previous one.
 * - `unaccounted`: the record is newer than the chain's head, or the chain has no head.
 * - `rewritten`: the record's hash differs from a head that was kept outside the store, or that a later chain names.
 */
export const AuditFault = z.object({
  chain: z.string(),
  seq: z.number(),
  fault: z.enum(['edited', 'misplaced', 'missing', 'unlinked', 'unaccounted', 'rewritten']),
});
type AuditFault = Readonly<z.infer<typeof AuditFault>>;

export interface AuditReport {
  readonly records: number;
  readonly heads: readonly ChainHead[];
  /** The total number. */
  readonly faultCount: number;
  /** The first twenty. */
  readonly faults: readonly AuditFault[];
}

/**
 * Checks every record once, in pages. A chain that was deleted as a whole, or rewritten with its head, is found through the later chains that
 * name it. If those were rewritten too, `kept` finds it: heads of an earlier day, kept outside the store. Records that are added during the
 * check are not faults.
 */
export async function verifyAudit(
  store: DocumentStore,
  digest: Digest,
  kept: readonly ChainHead[] = [],
): Promise<AuditReport> {
  const heads = await readChainHeads(store);
  const chains = new Map<string, ChainState>();
  const found: AuditFault[] = [];
  const named = new Map<string, ChainHead>();
  const marks = new Set([...heads, ...kept].map(positionOf));
  let records = 0;
  for await (const page of pagesOf(store)) {
    for (const stored of page) found.push(...recordFaults(chains, stored, { digest, marks }));
    for (const head of page.flatMap(({ data }) => data.others ?? [])) named.set(headText(head), head);
    records += page.length;
  }
  // Most chains ended before a later one named them, so their own head already proves them.
  for (const head of heads) named.delete(headText(head));
  for (const head of heads) found.push(...headFaults(head, chains.get(head.chain)));
  for (const head of kept) found.push(...keptHeadFaults(head, chains.get(head.chain)));
  for (const head of named.values()) found.push(...(await namedHeadFaults(store, head)));
  for (const [chain, state] of chains) found.push(...(await newerThanHead(store, chain, state)));
  const faults = onceEach(found);
  return { records, heads, faultCount: faults.length, faults: faults.slice(0, MAX_FAULTS) };
}

/** Several heads may find the same fault. */
function onceEach(faults: readonly AuditFault[]): readonly AuditFault[] {
  return [...new Map(faults.map((fault) => [`${fault.chain}:${fault.seq}:${fault.fault}`, fault])).values()];
}

interface ChainState {
  seq: number;
  hash: string;
  /** The hashes of the records that heads name, by number. */
  readonly marked: Map<number, string>;
}

interface Check {
  readonly digest: Digest;
  /** Chain and number of the records that heads name. */
  readonly marks: ReadonlySet<string>;
}

/** Checks the next record of its chain, and remembers it. */
function recordFaults(
  chains: Map<string, ChainState>,
  { id, data }: Stored<AuditRecord>,
  { digest, marks }: Check,
): AuditFault[] {
  const { chain, seq, hash } = data;
  const state = chains.get(chain) ?? { seq: 0, hash: '', marked: new Map() };
  chains.set(chain, state);
  const faults = [
    ...(id === auditRecordRef(chain, seq).id ? [] : [{ chain, seq, fault: 'misplaced' } as const]),
    ...(hash === hashOf(data, digest) ? [] : [{ chain, seq, fault: 'edited' } as const]),
    ...linkFaults(state, data),
  ];
  state.seq = seq;
  state.hash = hash;
  if (marks.has(positionOf(data))) state.marked.set(seq, hash);
  return faults;
}

function positionOf({ chain, seq }: Pick<ChainHead, 'chain' | 'seq'>): string {
  return `${chain}:${seq}`;
}

function linkFaults({ seq: before, hash }: ChainState, { chain, seq, prev_hash }: AuditRecord): AuditFault[] {
  if (seq > before + 1) return [{ chain, seq: before + 1, fault: 'missing' }];
  return prev_hash === hash ? [] : [{ chain, seq, fault: 'unlinked' }];
}

function hashOf({ hash: _, ...content }: AuditRecord, digest: Digest): string {
  return recordHash(content, digest);
}

function headFaults({ chain, seq, hash }: ChainHead, state: ChainState | undefined): AuditFault[] {
  const marked = state?.marked.get(seq);
  if (marked === undefined) return [{ chain, seq, fault: 'missing' }];
  return marked === hash ? [] : [{ chain, seq, fault: 'edited' }];
}

function keptHeadFaults({ chain, seq, hash }: ChainHead, state: ChainState | undefined): AuditFault[] {
  return state?.marked.get(seq) === hash ? [] : [{ chain, seq, fault: 'rewritten' }];
}

/** A later chain names this record. */
async function namedHeadFaults(store: DocumentStore, { chain, seq, hash }: ChainHead): Promise<AuditFault[]> {
  const record = await store.get(auditRecordRef(chain, seq));
  if (record === undefined) return [{ chain, seq, fault: 'missing' }];
  return record.data.hash === hash ? [] : [{ chain, seq, fault: 'rewritten' }];
}

/** Reads the head again, because records may have been added during the check. */
async function newerThanHead(store: DocumentStore, chain: string, { seq }: ChainState): Promise<AuditFault[]> {
  const head = await store.get(auditHeadRef(chain));
  const accounted = head?.data.seq ?? 0;
  return accounted >= seq ? [] : [{ chain, seq: accounted + 1, fault: 'unaccounted' }];
}

async function* pagesOf(store: DocumentStore): AsyncGenerator<readonly Stored<AuditRecord>[]> {
  let afterId: string | undefined;
  for (;;) {
    const page = await store.query(
      { collection: AUDIT_RECORDS },
      { limit: PAGE_SIZE, ...(afterId === undefined ? {} : { afterId }) },
    );
    if (page.length > 0) yield page;
    if (page.length < PAGE_SIZE) return;
    afterId = page.at(-1)?.id;
  }
}
