import type { DocumentStore } from '../../platform/document-store.ts';
import { anchorLine } from './anchored-head.ts';
import type { AuditProof } from './audit-context.ts';
import { readStoredHeads } from './raw-audit.ts';

/**
 * Creates the signing key and the anchor of the audit log if they are missing. A new anchor lists every head in the
 * store, because the audit accepts an unsigned chain only if the anchor lists it.
 */
export async function beginSigning(
  store: DocumentStore,
  { signer, anchor }: Pick<AuditProof, 'signer' | 'anchor'>,
): Promise<void> {
  await signer.prepare();
  await anchor.begin(async () => {
    const { heads } = await readStoredHeads(store);
    return heads.map((head) => anchorLine(head, head.signature === undefined ? 'unsigned' : 'signed'));
  });
}
