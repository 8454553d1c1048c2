import * as z from 'zod';
import type { AuditAnchor } from '../../platform/audit-anchor.ts';
import type { AuditSigner } from '../../platform/audit-signer.ts';
import type { Digest } from '../../platform/digest.ts';
import { type Actor, nameOf } from '../identity/actor.ts';
import { anchorLine } from './anchored-head.ts';
import type { ChainHead } from './chain-head.ts';

/** The person, agent or part of Tipoff that made a change. */
export const AuditActor = z.object({
  kind: z.enum(['person', 'agent', 'system']),
  name: z.string(),
  id: z.string().optional(),
  acts_for: z.string().optional(),
});
export type AuditActor = Readonly<z.infer<typeof AuditActor>>;

/** The hash, the signer and the anchor that prove an audit chain. The signing key and the anchor are kept outside the store. */
export interface AuditProof {
  readonly digest: Digest;
  readonly signer: AuditSigner;
  readonly anchor: AuditAnchor;
}

/** The audit chain of this process. Each record holds the hash of the one before it, and the signed head covers them all. */
export interface AuditChain extends AuditProof {
  readonly id: string;
  /**
   * Resolves to the heads that the other audit chains had when this chain began. Only the first call runs `read`; later
   * calls get its result.
   */
  readonly otherHeads: (read: () => Promise<readonly ChainHead[]>) => Promise<readonly ChainHead[]>;
  /**
   * Runs appends to the chain one after the other. They all update the chain's head document, so concurrent appends
   * would only conflict.
   */
  readonly oneAtATime: <R>(work: () => Promise<R>) => Promise<R>;
  /** The chain's head after the last append of this process; undefined before the first append. */
  readonly lastHead: () => ChainHead | undefined;
  /**
   * Remembers the chain's new head and writes it to the anchor. Call it after the transaction with that head has
   * committed.
   */
  readonly committed: (head: ChainHead) => void;
}

/** The author of a change, and the request it belongs to. */
export interface AuditAuthor {
  readonly actor: AuditActor;
  /** The session that made the change; null when Tipoff itself made it. */
  readonly session: string | null;
  readonly request: string;
}

/** The author of changes, and the audit chain that records them. */
export interface AuditContext extends AuditAuthor {
  readonly chain: AuditChain;
}

/** Creates the audit chain of a process. The chain's id is unique for each start of the process. */
export function auditChain(chain: AuditProof & Pick<AuditChain, 'id'>): AuditChain {
  let last: Promise<unknown> = Promise.resolve();
  let lastHead: ChainHead | undefined;
  let otherHeads: readonly ChainHead[] | undefined;
  return {
    ...chain,
    otherHeads: async (read) => {
      otherHeads ??= await read();
      return otherHeads;
    },
    oneAtATime: (work) => {
      const next = last.then(work, work);
      last = next.catch(() => undefined);
      return next;
    },
    lastHead: () => lastHead,
    committed: (head) => {
      lastHead = head;
      chain.anchor.add(anchorLine(head, 'signed'));
    },
  };
}

export function callerName({ actor }: Pick<AuditContext, 'actor'>): string {
  return nameOf(actor.acts_for === undefined ? actor : { name: actor.name, actsFor: actor.acts_for });
}

/** The audit context of the changes that an actor's request makes. */
export function auditContextOf(chain: AuditChain, actor: Actor, request: string): AuditContext {
  const { kind, name, id, actsFor, session } = actor;
  const auditActor = {
    kind,
    name,
    ...(id === undefined ? {} : { id }),
    ...(actsFor === undefined ? {} : { acts_for: actsFor }),
  };
  return { chain, actor: auditActor, session, request };
}

/** The audit context of a change that Tipoff itself makes. `name` is the responsible part, such as `session-watch`. */
export function systemAuditContext(chain: AuditChain, name: string): AuditContext {
  return { chain, actor: { kind: 'system', name }, session: null, request: `${name}-${chain.id}` };
}
