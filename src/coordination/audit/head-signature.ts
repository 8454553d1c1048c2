import type { AuditSigner, SignatureVerdict } from '../../platform/audit-signer.ts';
import type { AuditHead } from './audit-record.ts';
import { type ChainHead, headText } from './chain-head.ts';

export function signHead(signer: AuditSigner, head: ChainHead): Promise<string> {
  return signer.sign(signedText(head));
}

export async function checkSignature(signer: AuditSigner, head: AuditHead): Promise<SignatureVerdict | 'unsigned'> {
  if (head.signature === undefined) return 'unsigned';
  return await signer.verify(signedText(head), head.signature);
}

/**
 * Returns the text that is signed for an audit head. It starts with its purpose, so that the signature of any other
 * text is not valid for a head.
 */
function signedText(head: ChainHead): string {
  return `tipoff audit head ${headText(head)}`;
}
