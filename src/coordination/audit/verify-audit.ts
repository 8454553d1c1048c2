import * as z from 'zod';
import type { Digest } from '../../platform/digest.ts';
import type { DocumentStore, Stored } from '../../platform/document-store.ts';
import { AUDIT_RECORDS, type AuditRecord, auditHeadRef, auditRecordRef } from './audit-record.ts';
import { type Head, headText } from './head.ts';
import { readHeads } from './read-heads.ts';
import { recordHash } from './record-hash.ts';

const PAGE_SIZE = 1_000;
/** More than these nobody reads; the first ones tell where to look. */
const MOST_FAULTS = 20;

/**
 * - `edited`: the record is not what its hash says.
 * - `misplaced`: it stands under another number than its own.
 * - `missing`: the number is not there, or the records up to the head are not.
 * - `unlinked`: it does not follow the record before it: order or content of what came before was changed.
 * - `unaccounted`: it stands behind the head, or its chain has none.
 * - `rewritten`: it has another hash than the head that was kept elsewhere, or that a chain named which began later.
 */
export const AuditFault = z.object({
  chain: z.string(),
  seq: z.number(),
  fault: z.enum(['edited', 'misplaced', 'missing', 'unlinked', 'unaccounted', 'rewritten']),
});
type AuditFault = Readonly<z.infer<typeof AuditFault>>;

export interface AuditReport {
  readonly records: number;
  readonly heads: readonly Head[];
  /** How many there are in all. */
  readonly faultCount: number;
  /** The first twenty. */
  readonly faults: readonly AuditFault[];
}

/**
 * Looks through every record once, in pages. Whoever takes a chain away whole, or rewrites it with its head, is found by the chains that
 * began later, which name it; whoever rewrote those too, by `kept`: heads of an earlier day. Records that are added meanwhile are no fault.
 */
export async function verifyAudit(
  store: DocumentStore,
  digest: Digest,
  kept: readonly Head[] = [],
): Promise<AuditReport> {
  const heads = await readHeads(store);
  const chains = new Map<string, ChainState>();
  const found: AuditFault[] = [];
  const named = new Map<string, Head>();
  const marks = new Set([...heads, ...kept].map(placeOf));
  let records = 0;
  for await (const page of pagesOf(store)) {
    for (const stored of page) found.push(...follow(chains, stored, { digest, marks }));
    for (const head of page.flatMap(({ data }) => data.others ?? [])) named.set(headText(head), head);
    records += page.length;
  }
  // Most chains have ended where a later one names them, and are proved by their heads.
  for (const head of heads) named.delete(headText(head));
  for (const head of heads) found.push(...missedBy(head, chains.get(head.chain)));
  for (const head of kept) found.push(...rewritten(head, chains.get(head.chain)));
  for (const head of named.values()) found.push(...(await goneSince(store, head)));
  for (const [chain, state] of chains) found.push(...(await unaccounted(store, chain, state)));
  const faults = onceEach(found);
  return { records, heads, faultCount: faults.length, faults: faults.slice(0, MOST_FAULTS) };
}

/** Several heads may miss the same record. */
function onceEach(faults: readonly AuditFault[]): readonly AuditFault[] {
  return [...new Map(faults.map((fault) => [`${fault.chain}:${fault.seq}:${fault.fault}`, fault])).values()];
}

interface ChainState {
  seq: number;
  hash: string;
  /** The hashes of the records that a head names, by number. */
  readonly marked: Map<number, string>;
}

interface Check {
  readonly digest: Digest;
  /** The places that a head names. */
  readonly marks: ReadonlySet<string>;
}

/** Takes the next record of its chain, and says what is wrong with it. */
function follow(
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
  if (marks.has(placeOf(data))) state.marked.set(seq, hash);
  return faults;
}

function placeOf({ chain, seq }: Pick<Head, 'chain' | 'seq'>): string {
  return `${chain}:${seq}`;
}

function linkFaults({ seq: before, hash }: ChainState, { chain, seq, prev_hash }: AuditRecord): AuditFault[] {
  if (seq > before + 1) return [{ chain, seq: before + 1, fault: 'missing' }];
  return prev_hash === hash ? [] : [{ chain, seq, fault: 'unlinked' }];
}

function hashOf({ hash: _, ...content }: AuditRecord, digest: Digest): string {
  return recordHash(content, digest);
}

function missedBy({ chain, seq, hash }: Head, state: ChainState | undefined): AuditFault[] {
  const marked = state?.marked.get(seq);
  if (marked === undefined) return [{ chain, seq, fault: 'missing' }];
  return marked === hash ? [] : [{ chain, seq, fault: 'edited' }];
}

function rewritten({ chain, seq, hash }: Head, state: ChainState | undefined): AuditFault[] {
  return state?.marked.get(seq) === hash ? [] : [{ chain, seq, fault: 'rewritten' }];
}

/** A chain that began later says that this record was there. */
async function goneSince(store: DocumentStore, { chain, seq, hash }: Head): Promise<AuditFault[]> {
  const record = await store.get(auditRecordRef(chain, seq));
  if (record === undefined) return [{ chain, seq, fault: 'missing' }];
  return record.data.hash === hash ? [] : [{ chain, seq, fault: 'rewritten' }];
}

/** The head is read again, because it may have moved on since. */
async function unaccounted(store: DocumentStore, chain: string, { seq }: ChainState): Promise<AuditFault[]> {
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
