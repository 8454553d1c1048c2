import type { Instant } from '../../platform/instant.ts';
import { hasRole, type RolePolicy } from '../identity/roles.ts';
import type { Approval, Consent } from './approval.ts';

/** A person who decides. */
interface Decider {
  readonly name: string;
  readonly id: string | null;
}

export interface Decision {
  readonly approvalId: string;
  readonly state: 'approved' | 'cancelled';
  readonly by: Decider;
  /** Of the request, as the decider was shown it; undefined for who was shown none. */
  readonly edition?: number | undefined;
  /** How many people it takes as things stand now: a request that was made while fewer were enough needs them, too. */
  readonly needed: number;
  /** Who may decide as things stand now. */
  readonly approvers: RolePolicy;
}

export type Judgement =
  /** The decision stands: the request as it is from now on. */
  | { readonly type: 'decided' | 'expired'; readonly approval: Approval }
  /** A yes that is not the last: others have to say it too. */
  | { readonly type: 'counted'; readonly approval: Approval }
  | {
      readonly type: 'already-decided' | 'counted-before' | 'not-allowed' | 'shown-before';
      readonly approval: Approval;
    };

/**
 * What a decision does to a request. Only the people it names decide. From its expiry on nobody does. As many different people as it needs
 * have to say yes, and one who says it twice is one; the first no ends it. The yes of who may decide no more counts no more,
 * nor does one to an edition before this.
 */
export function judgeDecision(asked: Approval, decision: Decision, now: Instant): Judgement {
  const { state, by, edition = asked.edition } = decision;
  const approval = asked.state === 'pending' ? asItStands(asked, decision) : asked;
  if (approval.state !== 'pending') return { type: 'already-decided', approval };
  if (hasExpired(approval, now)) return { type: 'expired', approval: { ...approval, state: 'expired' } };
  if (!isAllowed(approval, by)) return { type: 'not-allowed', approval };
  if (state === 'cancelled') return { type: 'decided', approval: ended(approval, { state, by: by.name, now }) };
  if (edition !== approval.edition) return { type: 'shown-before', approval };
  if (approval.consents.some((consent) => isSame(consent, by))) return { type: 'counted-before', approval };
  const consents = [...approval.consents, { ...by, at: now }];
  if (consents.length < approval.needed) return { type: 'counted', approval: { ...approval, consents } };
  const names = consents.map(({ name }) => name).join(' and ');
  return { type: 'decided', approval: ended({ ...approval, consents }, { state, by: names, now }) };
}

function asItStands(asked: Approval, { needed, approvers }: Decision): Approval {
  const consents = asked.consents.filter((consent) => hasRole(personOf(consent), approvers));
  return { ...asked, needed: Math.max(asked.needed, needed), consents };
}

export function hasExpired({ expires_at }: Approval, now: Instant): boolean {
  return expires_at !== null && expires_at <= now;
}

function isAllowed({ allowed }: Approval, decider: Decider): boolean {
  return allowed === null || hasRole(personOf(decider), { type: 'listed', names: allowed });
}

function personOf({ name, id }: Decider) {
  return { kind: 'person', name, ...(id === null ? {} : { id }) } as const;
}

/** One person may be known by name at one door and by name and id at another. Names may be alike and change, so ids decide where both have one. */
function isSame(consent: Consent, { name, id }: Decider): boolean {
  return consent.id !== null && id !== null ? consent.id === id : consent.name === name;
}

function ended(
  approval: Approval,
  { state, by, now }: { readonly state: 'approved' | 'cancelled'; readonly by: string; readonly now: Instant },
): Approval {
  return { ...approval, state, decided_by: by, decided_at: now };
}
