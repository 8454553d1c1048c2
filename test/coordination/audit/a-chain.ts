import { createHash, createHmac, randomUUID } from 'node:crypto';
import {
  type AuditChain,
  type AuditContext,
  type AuditProof,
  auditChain,
  auditContextOf,
} from '#src/coordination/audit/audit-context.ts';
import type { AuditAnchor } from '#src/platform/audit-anchor.ts';
import type { AuditSigner } from '#src/platform/audit-signer.ts';
import type { Digest } from '#src/platform/digest.ts';
import { ANN } from '../identity/actors.ts';

export const sha256: Digest = (text) => createHash('sha256').update(text).digest('hex');

/** Signs in memory. Only a signer with the same secret can verify or sign for it. */
function aSigner(secret: string): AuditSigner {
  const sign = (text: string) => `${secret}:${createHmac('sha256', secret).update(text).digest('hex')}`;
  return {
    prepare: () => Promise.resolve(),
    sign: (text) => Promise.resolve(sign(text)),
    verify: (text, signature) => {
      if (!signature.startsWith(`${secret}:`)) return Promise.resolve('unknown-key');
      return Promise.resolve(signature === sign(text) ? 'valid' : 'forged');
    },
  };
}

/** Forgets every line, so that a test can verify one chain without the others of its file. */
const FORGETFUL: AuditAnchor = {
  begin: () => Promise.resolve(),
  add: () => undefined,
  settled: () => Promise.resolve(),
  read: () => Promise.resolve([]),
};

/** The key that every chain of the tests is signed with, and no anchor. */
export const PROOF: AuditProof = { digest: sha256, signer: aSigner('test'), anchor: FORGETFUL };

/** The chain of a process. */
export function aChain(id: string = randomUUID(), proof: AuditProof = PROOF): AuditChain {
  return auditChain({ id, ...proof });
}

/** The context of a request by ann, the first of a process. */
export function aTrail(): AuditContext {
  return auditContextOf(aChain(), ANN, randomUUID());
}
