import type { Approval } from '../../coordination/approvals/approval.ts';
import type { NewPost } from '../../coordination/outbox/post.ts';
import type { ApprovalCard } from '../announcements/announcement.ts';
import type { SlateDetail } from './announce-batch.ts';

/** What stood open when the card was last written. */
export interface CardDetail extends Pick<SlateDetail, 'unpredicted' | 'unpredicted_total'> {
  readonly done: number;
  readonly expected: number;
}

function approvalPostKey(approvalId: string): string {
  return `approval-${approvalId}`;
}

/** The card of a request, as the post of its own. */
export function approvalPost(approval: Approval, detail: CardDetail, outcome: string | null): NewPost {
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
  };
  return { key: approvalPostKey(approval.approval_id), announcement: card };
}
