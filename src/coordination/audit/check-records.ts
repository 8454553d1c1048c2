import type { Digest } from '../../platform/digest.ts';
import type { DocumentStore, Stored } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import type { AuditFault } from './audit-fault.ts';
import { AuditRecord, auditRecordRef } from './audit-record.ts';
import { type ChainHead, headText } from './chain-head.ts';
import { type RawDocument, rawRecords } from './raw-audit.ts';
import { recordHash } from './record-hash.ts';

const RECORD_ID = /^(.+)-(\d{10})$/;

interface CheckedRecord {
  readonly hash: string;
  readonly at: Instant;
}

/** The state of an audit chain after the records that have been read so far. */
export interface CheckedChain {
  seq: number;
  /** The hash of the last record that was read; undefined when that record is damaged. */
  hash: string | undefined;
  /** The records that audit heads refer to. The key is the number of the record. */
  readonly marked: Map<number, CheckedRecord>;
}

export interface CheckedRecords {
  readonly count: number;
  readonly chains: ReadonlyMap<string, CheckedChain>;
  /** The heads of other audit chains that the first records of chains list. The key is the text of the head. */
  readonly named: ReadonlyMap<string, ChainHead>;
  readonly faults: readonly AuditFault[];
}

/**
 * Checks every audit record, by itself and against the previous record. `marks` are the positions of records that audit
 * heads name.
 */
export async function checkRecords(
  store: DocumentStore,
  { digest, marks }: { readonly digest: Digest; readonly marks: ReadonlySet<string> },
): Promise<CheckedRecords> {
  const chains = new Map<string, CheckedChain>();
  const named = new Map<string, ChainHead>();
  const faults: AuditFault[] = [];
  let count = 0;
  const check = (stored: Stored<RawDocument>) => {
    const place = placeOf(stored.id);
    const chain = chains.get(place.chain) ?? { seq: 0, hash: '', marked: new Map() };
    chains.set(place.chain, chain);
    const { record, found } = checkRecord(stored, place, digest);
    faults.push(...found, ...linkFaults(chain, place, record));
    chain.seq = place.seq;
    chain.hash = record?.hash;
    if (record !== undefined && marks.has(positionOf(place))) chain.marked.set(place.seq, record);
    for (const head of record?.others ?? []) named.set(headText(head), head);
    count += 1;
  };
  for await (const page of rawRecords(store)) page.forEach(check);
  return { count, chains, named, faults };
}

export function positionOf({ chain, seq }: Pick<ChainHead, 'chain' | 'seq'>): string {
  return `${chain}:${seq}`;
}

type RecordPlace = Pick<ChainHead, 'chain' | 'seq'>;

/**
 * Reads the chain and the number from the id of an audit record. They differ from those in the record's content if
 * somebody moved the record.
 */
function placeOf(id: string): RecordPlace {
  const [, chain = id, digits = '0'] = RECORD_ID.exec(id) ?? [];
  return { chain, seq: Number(digits) };
}

interface RecordCheck {
  /** The parsed audit record; undefined when the stored content is not a valid record. */
  readonly record: AuditRecord | undefined;
  readonly found: readonly AuditFault[];
}

/** The hash is computed from the stored content, so it also reveals an added field that this version does not know. */
function checkRecord({ id, data }: Stored<RawDocument>, place: RecordPlace, digest: Digest): RecordCheck {
  const record = AuditRecord.safeParse(data).data;
  if (record === undefined) return { record, found: [{ ...place, fault: 'damaged' }] };
  const found: AuditFault[] = [];
  if (id !== auditRecordRef(record.chain, record.seq).id) found.push({ ...place, fault: 'misplaced' });
  if (record.hash !== hashOf(data, digest)) found.push({ ...place, fault: 'edited' });
  return { record, found };
}

function hashOf({ hash: _, ...content }: RawDocument, digest: Digest): string {
  return recordHash(content, digest);
}

/** A damaged record is reported as a fault already, so the link from the next record to it is not checked. */
function linkFaults(chain: CheckedChain, place: RecordPlace, record: AuditRecord | undefined): AuditFault[] {
  if (place.seq > chain.seq + 1) return [{ chain: place.chain, seq: chain.seq + 1, fault: 'missing' }];
  const isLinked = record === undefined || chain.hash === undefined || record.prev_hash === chain.hash;
  return isLinked ? [] : [{ ...place, fault: 'unlinked' }];
}
