import type { Approval } from '../../coordination/approvals/approval.ts';
import { type AuditContext, callerName } from '../../coordination/audit/audit-context.ts';
import type { Roles } from '../../coordination/identity/roles.ts';
import { type Instant, laterBy } from '../../platform/instant.ts';
import type { CardDetail } from './approval-card.ts';
import type { OpenBatch } from './batch-document.ts';

/** From this share of the players on one person is enough. */
const ENOUGH_FOR_ONE = 0.9;
/** Later than this the slate is another one, and whoever wants it ended asks again. */
const EXPIRES_AFTER_MS = 2 * 60 * 60_000;

/** Who has to agree that a batch ends early. */
export type ForceRule = Pick<Roles, 'approvers' | 'forceCompleteApprovals'>;

export interface NewRequest {
  readonly approvalId: string;
  readonly detail: Pick<CardDetail, 'done' | 'expected'>;
  readonly rule: ForceRule;
  readonly trail: AuditContext;
  /** Of the store's clock. */
  readonly now: Instant;
}

/** A request as it begins. */
export function newRequest(
  { batch_id, game_date, generation }: Pick<OpenBatch, 'batch_id' | 'game_date' | 'generation'>,
  { approvalId, detail, rule, trail, now }: NewRequest,
): Approval {
  const { approvers, forceCompleteApprovals } = rule;
  return {
    approval_id: approvalId,
    kind: 'force-complete',
    batch_id,
    game_date,
    generation,
    state: 'pending',
    requested_by: callerName(trail),
    requested_session: trail.session,
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

/** One person decides from 90 % of the players on, below that as many as the configuration wants. */
export function peopleNeeded({ done, expected }: NewRequest['detail'], configured: number): number {
  return done >= expected * ENOUGH_FOR_ONE ? 1 : configured;
}
