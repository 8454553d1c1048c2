import type { Actor } from './actor.ts';

/** A role belongs to every person, or to the people on a list, by name or id. */
export type RolePolicy =
  | { readonly type: 'every-person' }
  | { readonly type: 'listed'; readonly names: readonly string[] };

/** The configured roles. */
export interface Roles {
  /** May decide requests for approval. Agents may not, even when listed. */
  readonly approvers: RolePolicy;
  /** May take a lock over from a responsive holder. */
  readonly takeover: RolePolicy;
  /** How many different people have to approve completing a batch with less than 90 % of its players. */
  readonly forceCompleteApprovals: number;
}

/** A Slack user id: `U012AB3CD`. */
export const SLACK_USER_ID = /^[UW][A-Z0-9]+$/;

/**
 * Whether an actor has a role. An agent has the roles of the person it acts for. A listed Slack id never matches a name, because people choose
 * their own names.
 */
export function hasRole(actor: Pick<Actor, 'kind' | 'name' | 'id' | 'actsFor'>, policy: RolePolicy): boolean {
  if (policy.type === 'every-person') return true;
  if (actor.kind === 'agent') return actor.actsFor !== undefined && policy.names.includes(actor.actsFor);
  return policy.names.some((listed) => isPersonNamed(actor, listed));
}

/** Whether an actor is the person with this name or Slack id. */
export function isPersonNamed({ kind, name, id }: Pick<Actor, 'kind' | 'name' | 'id'>, person: string): boolean {
  return kind === 'person' && person === (SLACK_USER_ID.test(person) ? id : name);
}
