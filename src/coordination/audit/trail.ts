import * as z from 'zod';
import type { Digest } from '../../platform/digest.ts';
import { type Actor, nameOf } from '../identity/actor.ts';
import type { Head } from './head.ts';

/** Who changed something: an actor, or a part of Tipoff that acts by the clock. */
export const AuditActor = z.object({
  kind: z.enum(['person', 'agent', 'system']),
  name: z.string(),
  id: z.string().optional(),
  acts_for: z.string().optional(),
});
export type AuditActor = Readonly<z.infer<typeof AuditActor>>;

/** The chain of this process. Its records are linked by hashes, so that none can be changed unseen. */
export interface AuditChain {
  readonly id: string;
  readonly digest: Digest;
  /** Where the other chains stood when this one began; read once. */
  readonly others: (read: () => Promise<readonly Head[]>) => Promise<readonly Head[]>;
  /** Runs what appends to the chain one after the other: the head is one document, and races for it would only be lost. */
  readonly inTurn: <R>(work: () => Promise<R>) => Promise<R>;
}

/** Whose request a change is. */
export interface AuditContext {
  readonly chain: AuditChain;
  readonly actor: AuditActor;
  /** Null where Tipoff acts by itself. */
  readonly session: string | null;
  readonly request: string;
}

/** The chain of a process, by a name unique for each start. */
export function auditChain(chain: Pick<AuditChain, 'id' | 'digest'>): AuditChain {
  let last: Promise<unknown> = Promise.resolve();
  let others: readonly Head[] | undefined;
  return {
    ...chain,
    others: async (read) => {
      others ??= await read();
      return others;
    },
    inTurn: (work) => {
      const turn = last.then(work, work);
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

/** What people read of who asked. */
export function askerOf({ actor }: Pick<AuditContext, 'actor'>): string {
  return nameOf(actor.acts_for === undefined ? actor : { name: actor.name, actsFor: actor.acts_for });
}

/** The trail of what an actor asked for. */
export function auditContextOf(chain: AuditChain, actor: Actor, request: string): AuditContext {
  const { kind, name, id, actsFor, session } = actor;
  const who = {
    kind,
    name,
    ...(id === undefined ? {} : { id }),
    ...(actsFor === undefined ? {} : { acts_for: actsFor }),
  };
  return { chain, actor: who, session, request };
}

/** The trail of what Tipoff does by itself, by the name of the part that does it: `session-watch`. */
export function systemAuditContext(chain: AuditChain, name: string): AuditContext {
  return { chain, actor: { kind: 'system', name }, session: null, request: `${name}-${chain.id}` };
}
