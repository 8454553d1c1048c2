import type { DocumentStore } from '../../platform/document-store.ts';
import { anchorLine } from './anchored-head.ts';
import type { AuditProof } from './audit-context.ts';
import { readStoredHeads } from './raw-audit.ts';

/**
 * Creates the key and the anchor where they are missing. The anchor begins with every head in the store: chains from before signing began
 * have no signature, and only those that the anchor names are accepted without one.
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
