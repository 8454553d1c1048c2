import type { Claimant } from '../deploy-locks/lock.ts';
import { isPersonBehind } from '../deploy-locks/takeover-policy.ts';
import type { Addressee, Handoff } from './handoff.ts';

export type AcceptRight = 'allowed' | 'own-handoff' | 'for-somebody-else' | 'not-from-own-person';

/**
 * Decides whether a session may accept a handoff. The policy allows:
 * - only the sessions to which the handoff is addressed, and never the session that hands over;
 * - of those, every person;
 * - of those, an agent if the handoff comes from the agent's own person or from an agent of that person;
 * - an agent also if a person addressed the handoff to the agent's session.
 */
export function acceptRight(
  handoff: Pick<Handoff, 'from' | 'offered_by' | 'addressed_to'>,
  caller: Claimant,
): AcceptRight {
  const { from, offered_by, addressed_to: to } = handoff;
  if (from.session === caller.session) return 'own-handoff';
  if (!isAddressedTo(to, caller)) return 'for-somebody-else';
  if (caller.kind === 'person' || isOfOwnPerson(from, caller)) return 'allowed';
  return to.type === 'session' && offered_by.kind === 'person' ? 'allowed' : 'not-from-own-person';
}

/** A handoff to a person is for the sessions of that person and of the agents who act for that person. */
function isAddressedTo(to: Addressee, caller: Claimant): boolean {
  switch (to.type) {
    case 'anybody':
      return true;
    case 'session':
      return to.session === caller.session;
    case 'person':
      return namesOf(caller).includes(to.name);
  }
}

/** Whether the session of the handoff belongs to the agent's person, or to an agent of that person. */
function isOfOwnPerson(from: Claimant, agent: Claimant): boolean {
  return agent.acts_for !== null && namesOf(from).includes(agent.acts_for);
}

/** The names and ids of the person behind a session: the person of the session, or the person for whom its agent acts. */
function namesOf({ kind, name, user_id, acts_for }: Claimant): readonly (string | null)[] {
  return kind === 'agent' ? [acts_for] : [name, user_id];
}

/**
 * Decides whether a caller may offer a handoff for a session. The policy allows the session itself, the person for whom
 * the session's agent acts, and approvers. No other agent may.
 */
export function mayOfferFor(from: Claimant, caller: Claimant, role: 'approver' | 'no-approver'): boolean {
  if (from.session === caller.session) return true;
  return caller.kind === 'person' && (role === 'approver' || isPersonBehind(from, caller));
}

/**
 * Decides whether a caller may withdraw a handoff. The policy allows the session that hands over, the person for whom its
 * agent acts, and whoever made the offer.
 */
export function mayWithdraw({ from, offered_by }: Pick<Handoff, 'from' | 'offered_by'>, caller: Claimant): boolean {
  const isInvolved = [from.session, offered_by.session].includes(caller.session);
  return isInvolved || (from.kind === 'agent' && isPersonBehind(from, caller));
}
