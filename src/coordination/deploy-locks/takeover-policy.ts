import type { Claimant, Hold } from './lock.ts';

export type TakeoverRight = 'allowed' | 'ask-its-person';

/**
 * A hold is taken over by the person it belongs to, by those the configuration lists, and by anyone once it is suspect. An agent does not
 * take over for its person what another session of that person holds: the two sessions are strangers.
 */
export function takeoverRight(hold: Hold, asker: Claimant, listed: 'listed' | 'not-listed'): TakeoverRight {
  const isAllowed = hold.suspect_since !== null || listed === 'listed' || isPersonOf(hold.claimant, asker);
  return isAllowed ? 'allowed' : 'ask-its-person';
}

/** A hold is extended and released by its session, and by the person whom its agent acts for. */
export function mayManage({ claimant }: Hold, asker: Claimant): 'allowed' | 'not-yours' {
  const isOfAgent = claimant.kind === 'agent' && isPersonOf(claimant, asker);
  return claimant.session === asker.session || isOfAgent ? 'allowed' : 'not-yours';
}

/** Whether the asker is the person who holds, or whom the holding agent acts for. Ids are compared where both are known, since names change. */
function isPersonOf(holder: Claimant, asker: Claimant): boolean {
  if (asker.kind !== 'person') return false;
  if (holder.kind === 'agent')
    return holder.acts_for === asker.name || (asker.user_id !== null && holder.acts_for === asker.user_id);
  const bothKnown = holder.user_id !== null && asker.user_id !== null;
  return bothKnown ? holder.user_id === asker.user_id : holder.name === asker.name;
}
