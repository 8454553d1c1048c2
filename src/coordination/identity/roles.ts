import type { Actor } from './actor.ts';

/** Who has a role: everybody, or the people on a list, by name or by id. */
export type RolePolicy =
  | { readonly type: 'every-person' }
  | { readonly type: 'listed'; readonly names: readonly string[] };

/** Who may do what only some may, and how many it takes; from the configuration. */
export interface Roles {
  /** Decide requests for approval. People only, whoever is listed. */
  readonly approvers: RolePolicy;
  /** Take a lock over from a holder who is alive. */
  readonly takeover: RolePolicy;
  /** How many different people have to approve that a batch ends with less than 90 % of its players. */
  readonly forceCompleteApprovals: number;
}

/** Whether a person has a role. An agent has those of the person it acts for. */
export function hasRole(actor: Pick<Actor, 'kind' | 'name' | 'id' | 'actsFor'>, policy: RolePolicy): boolean {
  if (policy.type === 'every-person') return true;
  const known = actor.kind === 'agent' ? [actor.actsFor] : [actor.name, actor.id];
  return known.some((name) => name !== undefined && policy.names.includes(name));
}
