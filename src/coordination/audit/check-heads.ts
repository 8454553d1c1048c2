import type { AuditSigner, SignatureVerdict } from '../../platform/audit-signer.ts';
import type { Instant } from '../../platform/instant.ts';
import type { AnchoredHead } from './anchored-head.ts';
import type { AuditFault } from './audit-fault.ts';
import type { AuditHead } from './audit-record.ts';
import { type ChainHead, headText } from './chain-head.ts';
import type { CheckedChain } from './check-records.ts';
import { checkSignature } from './head-signature.ts';

/** Returns the faults of a stored head: the record that it names must exist and have the hash and the time of the head. */
export function headFaults(head: AuditHead, checked: CheckedChain | undefined): AuditFault[] {
  const { chain, seq, hash, at } = head;
  const record = checked?.marked.get(seq);
  if (record === undefined) return [{ chain, seq, fault: 'missing' }];
  return record.hash === hash && record.at === at ? [] : [{ chain, seq, fault: 'edited' }];
}

/** Returns the faults of a head that was kept outside the store: the record that it names must exist and have its hash. */
export function keptHeadFaults({ chain, seq, hash }: ChainHead, checked: CheckedChain | undefined): AuditFault[] {
  const record = checked?.marked.get(seq);
  if (record === undefined) return [{ chain, seq, fault: 'missing' }];
  return record.hash === hash ? [] : [{ chain, seq, fault: 'rewritten' }];
}

interface SignatureCheck {
  readonly faults: readonly AuditFault[];
  /** The time of the newest audit record from before signing began; null when every chain is signed. */
  readonly unsignedUntil: Instant | null;
}

/**
 * Checks the signature of every audit head. A head without a signature is accepted if the anchor names it, or if
 * signing has not begun at all.
 */
export async function checkSignatures(
  heads: readonly AuditHead[],
  { signer, anchored }: { readonly signer: AuditSigner; readonly anchored: readonly AnchoredHead[] | undefined },
): Promise<SignatureCheck> {
  const checked = await Promise.all(heads.map(async (head) => ({ head, verdict: await checkSignature(signer, head) })));
  const earlier = new Set(anchored?.filter(({ signing }) => signing === 'unsigned').map(headText));
  const isEarlier = ({ head, verdict }: CheckedHead) =>
    verdict === 'unsigned' && (anchored === undefined || earlier.has(headText(head)));
  const faults = checked
    .filter((each) => !isEarlier(each))
    .flatMap(({ head: { chain, seq }, verdict }) => (verdict === 'valid' ? [] : [{ chain, seq, fault: verdict }]));
  const isUnanchored = anchored === undefined && checked.some(({ verdict }) => verdict !== 'unsigned');
  return {
    faults: isUnanchored ? [...faults, { chain: '', seq: 0, fault: 'unanchored' }] : faults,
    unsignedUntil:
      checked
        .filter(isEarlier)
        .map(({ head }) => head.at)
        .toSorted()
        .at(-1) ?? null,
  };
}

interface CheckedHead {
  readonly head: AuditHead;
  readonly verdict: SignatureVerdict | 'unsigned';
}
