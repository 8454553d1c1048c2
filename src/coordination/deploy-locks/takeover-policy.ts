import type { Actor } from '../identity/actor.ts';
import { hasRole, type RolePolicy } from '../identity/roles.ts';
import { type Claimant, claimantOf, type Hold } from './lock.ts';

export type TakeoverRight = 'allowed' | 'ask-its-person';

/**
 * A hold may be taken over
 * - by anyone, once its session is unresponsive;
 * - by the person who holds it, or whom its agent acts for, from any session of theirs;
 * - by everyone on the configured list, their agents included;
 * - by any person, but no agent, when the configuration lists nobody.
 * An agent may not take over from another session of the person it acts for just because of that person.
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

/** A hold is extended and released by its own session, and by the person its agent acts for. */
export function mayManage({ claimant }: Hold, caller: Claimant): 'allowed' | 'not-yours' {
  const isTheirAgent = claimant.kind === 'agent' && isPersonBehind(claimant, caller);
  return claimant.session === caller.session || isTheirAgent ? 'allowed' : 'not-yours';
}

/** Whether the caller is the person who holds, or whom the holding agent acts for. Where both ids are known they decide, because names change. */
function isPersonBehind(holder: Claimant, caller: Claimant): boolean {
  if (caller.kind !== 'person') return false;
  if (holder.kind === 'agent')
    return holder.acts_for === caller.name || (caller.user_id !== null && holder.acts_for === caller.user_id);
  const bothKnown = holder.user_id !== null && caller.user_id !== null;
  return bothKnown ? holder.user_id === caller.user_id : holder.name === caller.name;
}
