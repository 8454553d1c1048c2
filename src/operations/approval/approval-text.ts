import type { Approval } from '../../coordination/approvals/approval.ts';
import { leagueDay } from '../kit/league-time.ts';
import { nextStep } from '../kit/next-step.ts';
import type { NextStep } from '../kit/operation.ts';

/** Describes the state of an approval request in a sentence. */
export function approvalSentence(request: Approval): string {
  const { state, decided_by, decided_at, batch_id, expires_at } = request;
  const at = decided_at === null ? '' : ` at ${leagueDay(decided_at)}`;
  switch (state) {
    case 'approved':
      return `${decided_by} approved the force-complete of ${batch_id}${at}.`;
    case 'cancelled':
      return `${decided_by} cancelled the force-complete of ${batch_id}${at}.`;
    case 'overtaken':
      return `Batch ${batch_id} ended before anyone decided on its force-complete.`;
    case 'expired':
      return `This request expired${expires_at === null ? '' : ` at ${leagueDay(expires_at)}`}. Run \`tipoff batch force-complete ${batch_id}\` to request approval again.`;
    case 'pending':
      return `${request.requested_by} requested a force-complete. ${approversNeeded(request)}${deadline(request)}.`;
  }
}

/** Returns `One person must approve it`, or `ann approved it; one more person must approve it`. */
export function approversNeeded({ needed, consents }: Approval): string {
  if (consents.length === 0) return `${needed === 1 ? 'One person' : `${needed} people`} must approve it`;
  const others = needed - consents.length;
  const names = consents.map(({ name }) => name).join(' and ');
  return `${names} approved it; ${others === 1 ? 'one more person' : `${others} more people`} must approve it`;
}

/** The next steps for a pending approval request. */
export function approvalSteps({ approval_id }: Approval): readonly NextStep[] {
  const input = { approval_id };
  return [
    nextStep('approval approve', input, { why: 'End the batch now. Only approvers can do this.' }),
    nextStep('approval cancel', input, { why: 'Cancel the request and keep waiting for the missing players.' }),
  ];
}

function deadline({ expires_at }: Approval): string {
  return expires_at === null ? '' : ` before ${leagueDay(expires_at)}`;
}
