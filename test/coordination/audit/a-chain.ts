import { createHash, randomUUID } from 'node:crypto';
import {
  type AuditChain,
  type AuditContext,
  auditChain,
  auditContextOf,
} from '#src/coordination/audit/audit-context.ts';
import type { Digest } from '#src/platform/digest.ts';
import { ANN } from '../identity/actors.ts';

export const sha256: Digest = (text) => createHash('sha256').update(text).digest('hex');

/** The chain of a process. */
export function aChain(id: string = randomUUID()): AuditChain {
  return auditChain({ id, digest: sha256 });
}

/** The context of a request by ann, the first of a process. */
export function aTrail(): AuditContext {
  return auditContextOf(aChain(), ANN, randomUUID());
}
