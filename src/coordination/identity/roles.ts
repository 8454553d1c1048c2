import type { Actor } from './actor.ts';

/** The holders of a role: every person, or the people on a list of names and ids. */
export type RolePolicy =
  | { readonly type: 'every-person' }
  | { readonly type: 'listed'; readonly names: readonly string[] };

/** The configured roles. */
export interface Roles {
  /** The people who may decide approval requests. Agents may not, even if they are listed. */
  readonly approvers: RolePolicy;
  /** The people and agents who may take over a lock from a responsive holder. */
  readonly takeover: RolePolicy;
  /** How many different people must approve a force-complete while fewer than 90 % of the players have an outcome. */
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

/** Returns whether an actor is the person with this name or Slack id. */
export function isPersonNamed({ kind, name, id }: Pick<Actor, 'kind' | 'name' | 'id'>, person: string): boolean {
  return kind === 'person' && person === (SLACK_USER_ID.test(person) ? id : name);
}
