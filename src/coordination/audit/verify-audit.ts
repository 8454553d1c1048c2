import type { AuditSigner } from '../../platform/audit-signer.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import { readAnchoredHeads } from './anchored-head.ts';
import type { AuditProof } from './audit-context.ts';
import type { AuditFault } from './audit-fault.ts';
import { type ChainHead, headText } from './chain-head.ts';
import { checkSignatures, headFaults, keptHeadFaults } from './check-heads.ts';
import { type CheckedRecords, checkRecords, positionOf } from './check-records.ts';
import { readRawRecord, readStoredHead, readStoredHeads } from './raw-audit.ts';

/** The maximum number of faults in an audit report. The first faults already show where to look. */
const MAX_FAULTS = 20;

export interface AuditReport {
  readonly records: number;
  readonly heads: readonly ChainHead[];
  /** The time of the newest audit record from before signing began; null when every chain is signed. */
  readonly unsignedUntil: Instant | null;
  /** The number of all faults, including those that `faults` leaves out. */
  readonly faultCount: number;
  /** The first twenty faults of the audit log. */
  readonly faults: readonly AuditFault[];
}

/**
 * Checks the audit log: every record, every signed head and every head that was kept outside the store.
 * - The signature of a head covers its chain, so it reveals changed and added records.
 * - The anchor names every head that this machine committed, so it reveals removed records, removed chains and an
 *   earlier copy of the store.
 * - `kept` are heads that people saved. They reveal even changes by somebody who has the key and can write the anchor.
 *
 * Records that are added during the check are not faults.
 */
export async function verifyAudit(
  store: DocumentStore,
  { digest, signer, anchor }: AuditProof,
  kept: readonly ChainHead[] = [],
): Promise<AuditReport> {
  // Read the anchor first: the store may grow during the check, but it must hold every head in the anchor.
  const anchored = await readAnchoredHeads(anchor);
  const { heads, damaged } = await readStoredHeads(store);
  const outside = [...(anchored ?? []), ...kept];
  const checked = await checkRecords(store, { digest, marks: new Set([...heads, ...outside].map(positionOf)) });
  const signatures = await checkSignatures(heads, { signer, anchored });
  const faults = onceEach([
    ...damaged.map((chain) => ({ chain, seq: 0, fault: 'damaged' }) as const),
    ...checked.faults,
    ...signatures.faults,
    ...heads.flatMap((head) => headFaults(head, checked.chains.get(head.chain))),
    ...outside.flatMap((head) => keptHeadFaults(head, checked.chains.get(head.chain))),
    ...(await namedHeadFaults(store, { checked, heads })),
    ...(await newRecordFaults(store, { checked, heads, signer })),
  ]);
  const { unsignedUntil } = signatures;
  return {
    records: checked.count,
    heads,
    unsignedUntil,
    faultCount: faults.length,
    faults: faults.slice(0, MAX_FAULTS),
  };
}

/** Removes duplicate faults, because the checks of several audit heads may find the same one. */
function onceEach(faults: readonly AuditFault[]): readonly AuditFault[] {
  return [...new Map(faults.map((fault) => [`${fault.chain}:${fault.seq}:${fault.fault}`, fault])).values()];
}

interface CheckedAudit {
  readonly checked: CheckedRecords;
  readonly heads: readonly ChainHead[];
}

/**
 * Checks the heads that the first records of later chains list. Most of them equal the final head of their chain, which
 * was checked already.
 */
async function namedHeadFaults(store: DocumentStore, { checked, heads }: CheckedAudit): Promise<AuditFault[]> {
  const proven = new Set(heads.map(headText));
  const faults: AuditFault[] = [];
  for (const [text, { chain, seq, hash }] of checked.named) {
    if (proven.has(text)) continue;
    const record = await readRawRecord(store, { chain, seq });
    if (record === undefined) faults.push({ chain, seq, fault: 'missing' });
    else if (record['hash'] !== hash) faults.push({ chain, seq, fault: 'rewritten' });
  }
  return faults;
}

/**
 * If a chain is longer than its head says, reads the head again, because records may have been added during the check.
 */
async function newRecordFaults(
  store: DocumentStore,
  { checked, heads, signer }: CheckedAudit & { readonly signer: AuditSigner },
): Promise<AuditFault[]> {
  const accounted = new Map(heads.map(({ chain, seq }) => [chain, seq]));
  const faults: AuditFault[] = [];
  for (const [chain, { seq }] of checked.chains) {
    if ((accounted.get(chain) ?? 0) >= seq) continue;
    const head = await readStoredHead(store, chain);
    if (head === undefined || head.seq < seq) faults.push({ chain, seq: (head?.seq ?? 0) + 1, fault: 'unaccounted' });
    else faults.push(...(await checkSignatures([head], { signer, anchored: [] })).faults);
  }
  return faults;
}
