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

/** A user of Slack as Slack itself names one: `U012AB3CD`. */
export const SLACK_USER_ID = /^[UW][A-Z0-9]+$/;

/**
 * Whether a person has a role. An agent has those of the person it acts for. What is listed as an id is never met by a name: everybody
 * chooses a name.
 */
export function hasRole(actor: Pick<Actor, 'kind' | 'name' | 'id' | 'actsFor'>, policy: RolePolicy): boolean {
  if (policy.type === 'every-person') return true;
  if (actor.kind === 'agent') return actor.actsFor !== undefined && policy.names.includes(actor.actsFor);
  return policy.names.some((listed) => listed === (SLACK_USER_ID.test(listed) ? actor.id : actor.name));
}
