import type { Approval } from '../../coordination/approvals/approval.ts';
import { leagueDay } from '../kit/league-clock.ts';
import { nextStep } from '../kit/next-step.ts';
import type { NextStep } from '../kit/operation.ts';

/** Where a request stands, for who did not see its card. */
export function requestSentence(request: Approval): string {
  const { state, decided_by, decided_at, batch_id, expires_at } = request;
  const at = decided_at === null ? '' : ` at ${leagueDay(decided_at)}`;
  switch (state) {
    case 'approved':
      return `${decided_by} approved the force-complete of ${batch_id}${at}.`;
    case 'cancelled':
      return `${decided_by} cancelled the force-complete of ${batch_id}${at}.`;
    case 'overtaken':
      return `Batch ${batch_id} ended before anybody decided.`;
    case 'expired':
      return `The request expired${expires_at === null ? '' : ` at ${leagueDay(expires_at)}`}. \`tipoff batch force-complete ${batch_id}\` asks again.`;
    case 'pending':
      return `${request.requested_by} asked that it ends without the missing. ${peopleWanted(request)} to approve that${until(request)}.`;
  }
}

/** `A person has`, or `ann said yes; one other person has`, to be followed by what is to be approved. */
export function peopleWanted({ needed, consents }: Approval): string {
  if (consents.length === 0) return needed === 1 ? 'A person has' : `${needed} different people have`;
  const others = needed - consents.length;
  const names = consents.map(({ name }) => name).join(' and ');
  return `${names} said yes; ${others === 1 ? 'one other person has' : `${others} other people have`}`;
}

/** What people can do about a request that is not decided. */
export function decisionSteps({ approval_id }: Approval): readonly NextStep[] {
  const given = { approval_id };
  return [
    nextStep('approval approve', given, { why: 'End the batch; for people who may approve.' }),
    nextStep('approval cancel', given, { why: 'Go on waiting.' }),
  ];
}

function until({ expires_at }: Approval): string {
  return expires_at === null ? '' : `, until ${leagueDay(expires_at)}`;
}
