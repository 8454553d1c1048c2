import type { Approval } from '../../coordination/approvals/approval.ts';
import { type AuditContext, callerName } from '../../coordination/audit/audit-context.ts';
import type { Roles } from '../../coordination/identity/roles.ts';
import { type Instant, laterBy } from '../../platform/instant.ts';
import type { OpenBatch } from '../documents/batch-document.ts';
import type { CardDetail } from './approval-card.ts';

/** The share of a batch's players who must have an outcome before one person alone may decide a force-complete. */
const ENOUGH_FOR_ONE = 0.9;
/**
 * The time after which a pending force-complete request expires, because the slate has changed too much by then.
 * People can request it again.
 */
const EXPIRES_AFTER_MS = 2 * 60 * 60_000;

/**
 * The configuration of force-complete, which ends a batch without its missing players: the people who may approve it,
 * and the number of approvals it needs.
 */
export type ForceCompleteRoles = Pick<Roles, 'approvers' | 'forceCompleteApprovals'>;

export interface NewForceComplete {
  readonly approvalId: string;
  readonly detail: Pick<CardDetail, 'done' | 'expected'>;
  readonly roles: ForceCompleteRoles;
  readonly auditContext: AuditContext;
  readonly now: Instant;
}

/** Creates the pending request to force-complete a batch. */
export function newForceComplete(
  { batch_id, game_date, generation }: Pick<OpenBatch, 'batch_id' | 'game_date' | 'generation'>,
  { approvalId, detail, roles, auditContext, now }: NewForceComplete,
): Approval {
  const { approvers, forceCompleteApprovals } = roles;
  return {
    approval_id: approvalId,
    kind: 'force-complete',
    batch_id,
    game_date,
    generation,
    state: 'pending',
    requested_by: callerName(auditContext),
    requested_session: auditContext.session,
    handed_to: null,
    requested_at: now,
    allowed: approvers.type === 'listed' ? [...approvers.names] : null,
    needed: peopleNeeded(detail, forceCompleteApprovals),
    consents: [],
    edition: 1,
    lapsed: [],
    expires_at: laterBy(now, EXPIRES_AFTER_MS),
    decided_by: null,
    decided_at: null,
  };
}

/**
 * Returns the number of approvals that a force-complete needs. One approval is enough when 90 % of the players have an
 * outcome. Before that, the configured number is needed.
 */
export function peopleNeeded({ done, expected }: NewForceComplete['detail'], configured: number): number {
  return done >= expected * ENOUGH_FOR_ONE ? 1 : configured;
}
