import type { Instant } from '../../platform/instant.ts';
import { hasRole, type RolePolicy } from '../identity/roles.ts';
import type { Approval, Consent } from './approval.ts';

interface Decider {
  readonly name: string;
  readonly id: string | null;
}

export interface ApprovalDecision {
  readonly approvalId: string;
  readonly state: 'approved' | 'cancelled';
  readonly by: Decider;
  /** The revision of the request on the card that the decider saw; undefined if they saw no card. */
  readonly edition?: number | undefined;
  /** How many approvals the current configuration requires. A higher number also applies to older requests; a lower one does not. */
  readonly needed: number;
  /** The people who may approve according to the current configuration. */
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

export function changesRequest({ type }: ApprovalAnswer): boolean {
  return type === 'decided' || type === 'counted' || type === 'expired';
}

/**
 * Applies one person's decision to an approval request.
 * - Only the people that the request names may decide, and only before it expires.
 * - A request is approved once enough different people have approved it. A single cancellation ends it.
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

/**
 * Raises the revision of an approval request, because fewer players have an outcome than its card showed. Approvals of
 * the old revision no longer count.
 */
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

/**
 * Compares the ids of two people if both are known, because names can change or be shared. Otherwise it compares names,
 * because some transports know only the name.
 */
function isSamePerson(consent: Consent, { name, id }: Decider): boolean {
  return consent.id !== null && id !== null ? consent.id === id : consent.name === name;
}

function ended(
  approval: Approval,
  { state, by, now }: { readonly state: 'approved' | 'cancelled'; readonly by: string; readonly now: Instant },
): Approval {
  return { ...approval, state, decided_by: by, decided_at: now };
}
