import type { Approval } from '../../coordination/approvals/approval.ts';
import type { NewPost } from '../../coordination/outbox/post.ts';
import type { UnpredictedPlayers } from '../results/slate-detail.ts';
import type { ApprovalCard } from './batch-announcements.ts';
import type { StatusCounts } from './count-by-status.ts';

/** The progress of a batch that its approval card shows. */
export interface CardDetail extends UnpredictedPlayers {
  readonly players: StatusCounts;
  readonly done: number;
  readonly expected: number;
}

export function approvalPostKey(approvalId: string): string {
  return `approval-${approvalId}`;
}

/** The post that shows the card of an approval request. Each request has its own post. */
export function approvalPost(
  approval: Approval,
  detail: CardDetail,
  { outcome, failure }: Pick<ApprovalCard, 'outcome' | 'failure'>,
): NewPost {
  const { approval_id, kind, batch_id, game_date, generation, state, requested_by, requested_at, decided_by } =
    approval;
  const card: ApprovalCard = {
    type: 'approval',
    approval_id,
    kind,
    batch_id,
    game_date,
    generation,
    state,
    done: detail.done,
    expected: detail.expected,
    missing: detail.unpredicted,
    missing_total: detail.unpredicted_total,
    requested_by,
    requested_at,
    decided_by,
    edition: approval.edition,
    needed: approval.needed,
    approved_by: approval.consents.map(({ name }) => name),
    lapsed_for: approval.lapsed.filter((lapsed) => !approval.consents.some(({ name }) => name === lapsed)),
    allowed: approval.allowed,
    expires_at: approval.expires_at,
    outcome,
    failure,
  };
  return { key: approvalPostKey(approval.approval_id), announcement: card };
}
