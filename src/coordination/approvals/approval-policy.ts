import type { Instant } from '../../platform/instant.ts';
import { hasRole, type RolePolicy } from '../identity/roles.ts';
import type { Approval, Consent } from './approval.ts';

/** A person who decides. */
interface Decider {
  readonly name: string;
  readonly id: string | null;
}

export interface ApprovalDecision {
  readonly approvalId: string;
  readonly state: 'approved' | 'cancelled';
  readonly by: Decider;
  /** The revision of the request that the decider was shown; undefined when they were shown none. */
  readonly edition?: number | undefined;
  /** How many people have to approve by today's rule. It raises the number of an older request, and never lowers it. */
  readonly needed: number;
  /** The people who may approve today. */
  readonly approvers: RolePolicy;
}

export type ApprovalAnswer =
  | { readonly type: 'decided' | 'expired'; readonly approval: Approval }
  /** The approval is valid, but more people have to approve. */
  | { readonly type: 'counted'; readonly approval: Approval }
  | {
      readonly type: 'already-decided' | 'counted-before' | 'not-allowed' | 'shown-before';
      readonly approval: Approval;
    };

/** The answers that change the request. */
export function changesRequest({ type }: ApprovalAnswer): boolean {
  return type === 'decided' || type === 'counted' || type === 'expired';
}

/**
 * Applies one person's decision to a request.
 * - Only the people the request names may decide, and only before it expires.
 * - It is approved once enough different people have approved. One cancellation ends it.
 * - Approvals from people who lost the role, or given on an earlier revision, are ignored.
 */
export function applyDecision(request: Approval, decision: ApprovalDecision, now: Instant): ApprovalAnswer {
  const { state, by, edition = request.edition } = decision;
  const approval = request.state === 'pending' ? withTodaysRules(request, decision) : request;
  if (approval.state !== 'pending') return { type: 'already-decided', approval };
  if (hasExpired(approval, now)) return { type: 'expired', approval: { ...approval, state: 'expired' } };
  if (!mayDecide(approval, by)) return { type: 'not-allowed', approval };
  if (state === 'cancelled') return { type: 'decided', approval: ended(approval, { state, by: by.name, now }) };
  if (edition !== approval.edition) return { type: 'shown-before', approval };
  if (approval.consents.some((consent) => isSamePerson(consent, by))) return { type: 'counted-before', approval };
  const consents = [...approval.consents, { ...by, at: now }];
  if (consents.length < approval.needed) return { type: 'counted', approval: { ...approval, consents } };
  const names = consents.map(({ name }) => name).join(' and ');
  return { type: 'decided', approval: ended({ ...approval, consents }, { state, by: names, now }) };
}

function withTodaysRules(request: Approval, { needed, approvers }: ApprovalDecision): Approval {
  const consents = request.consents.filter((consent) => hasRole(personOf(consent), approvers));
  return { ...request, needed: Math.max(request.needed, needed), consents };
}

/** The next revision of a request whose card showed more players as done than are done now. Earlier approvals no longer count. */
export function revise(request: Approval): Approval {
  const lapsed = [...new Set([...request.lapsed, ...request.consents.map(({ name }) => name)])];
  return { ...request, edition: request.edition + 1, consents: [], lapsed };
}

export function hasExpired({ expires_at }: Approval, now: Instant): boolean {
  return expires_at !== null && expires_at <= now;
}

function mayDecide({ allowed }: Approval, decider: Decider): boolean {
  return allowed === null || hasRole(personOf(decider), { type: 'listed', names: allowed });
}

function personOf({ name, id }: Decider) {
  return { kind: 'person', name, ...(id === null ? {} : { id }) } as const;
}

/** Some transports know a person's id, others only the name. Names can change and be shared, so ids decide where both are known. */
function isSamePerson(consent: Consent, { name, id }: Decider): boolean {
  return consent.id !== null && id !== null ? consent.id === id : consent.name === name;
}

function ended(
  approval: Approval,
  { state, by, now }: { readonly state: 'approved' | 'cancelled'; readonly by: string; readonly now: Instant },
): Approval {
  return { ...approval, state, decided_by: by, decided_at: now };
}
