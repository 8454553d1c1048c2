import type { Actor } from '../identity/actor.ts';
import { hasRole, type RolePolicy } from '../identity/roles.ts';
import { type Claimant, claimantOf, type Hold } from './lock.ts';

export type TakeoverRight = 'allowed' | 'ask-its-person';

/**
 * Decides whether the caller may take over a hold. The policy allows:
 * - anyone, if the session of the hold is unresponsive;
 * - the person who holds the lock, or for whom the holding agent acts, from any session;
 * - everyone on the configured list, and their agents;
 * - any person, but no agent, if the configuration lists nobody.
 * An agent gets no right from the second rule: acting for the same person is not enough.
 */
export function takeoverRight(hold: Hold, caller: Actor, takeoverRole: RolePolicy): TakeoverRight {
  const isAllowed =
    hold.unresponsive_since !== null ||
    isPersonBehind(hold.claimant, claimantOf(caller)) ||
    hasTakeoverRole(caller, takeoverRole);
  return isAllowed ? 'allowed' : 'ask-its-person';
}

function hasTakeoverRole(caller: Actor, role: RolePolicy): boolean {
  return role.type === 'every-person' ? caller.kind === 'person' : hasRole(caller, role);
}

/** A hold may be extended and released by its own session, and by the person for whom the holding agent acts. */
export function mayManage({ claimant }: Hold, caller: Claimant): 'allowed' | 'not-yours' {
  const isTheirAgent = claimant.kind === 'agent' && isPersonBehind(claimant, caller);
  return claimant.session === caller.session || isTheirAgent ? 'allowed' : 'not-yours';
}

/**
 * Whether the caller is the person of a session, or the person for whom its agent acts. Ids are compared if both are
 * known, because names change.
 */
export function isPersonBehind(holder: Claimant, caller: Claimant): boolean {
  if (caller.kind !== 'person') return false;
  if (holder.kind === 'agent')
    return holder.acts_for === caller.name || (caller.user_id !== null && holder.acts_for === caller.user_id);
  const bothKnown = holder.user_id !== null && caller.user_id !== null;
  return bothKnown ? holder.user_id === caller.user_id : holder.name === caller.name;
}
