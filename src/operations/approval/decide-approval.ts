import type { Approval } from '../../coordination/approvals/approval.ts';
import type { Decision, Judgement } from '../../coordination/approvals/approval-policy.ts';
import { decideForceComplete } from '../../pipeline/batch/force-complete.ts';
import type { App } from '../app.ts';
import { quoteInput } from '../kit/input/printable.ts';
import type { OperationCall, Outcome } from '../kit/operation.ts';
import { auditContextOfCall } from '../kit/trail.ts';
import { requestSentence } from './request-text.ts';

/** The codes of requests that ended without a decision of people. */
const NOBODY_DECIDED: Partial<Record<Approval['state'], string>> = { expired: 'expired', overtaken: 'overtaken' };

const CHANGED =
  'Players who were done were asked again since you were shown this, so your yes was not counted. Look at the card again.';

/** Decides a request for approval, at whatever door. The first decision stands; later ones are told whose it was and when. */
export async function decide(
  app: App,
  asked: Pick<OperationCall<unknown>, 'actor' | 'request'>,
  request: Pick<Decision, 'approvalId' | 'state' | 'edition'>,
): Promise<Outcome<Approval>> {
  const { name, id } = asked.actor;
  const decision = { ...request, by: { name, id: id ?? null } };
  const decided = await decideForceComplete(app, decision, auditContextOfCall(app, asked));
  return decided.type === 'unknown'
    ? refused('unknown_approval', `There is no request ${quoteInput(request.approvalId)} to decide.`, null)
    : answerTo(decided);
}

function answerTo({ type, approval }: Judgement): Outcome<Approval> {
  switch (type) {
    case 'already-decided':
      return refused(NOBODY_DECIDED[approval.state] ?? 'already_decided', requestSentence(approval), approval);
    case 'expired':
      return refused('expired', requestSentence(approval), approval);
    case 'not-allowed':
      return refused('not_allowed', `Only ${(approval.allowed ?? []).join(', ')} may decide this request.`, approval);
    case 'shown-before':
      return refused('changed', `${CHANGED} ${requestSentence(approval)}`, approval);
    case 'counted-before':
      return refused('counted_before', `You said yes before. ${stillNeeded(approval)}`, approval);
    case 'counted':
      return { decision: 'pending', code: 'more_needed', message: stillNeeded(approval), data: approval, next: [] };
    case 'decided':
      return {
        decision: 'done',
        code: 'ok',
        message: `${requestSentence(approval)}${whatNext(approval)}`,
        data: approval,
        next: [],
      };
  }
}

function stillNeeded({ needed, consents, batch_id }: Approval): string {
  const missing = needed - consents.length;
  const others = missing === 1 ? 'One other person has' : `${missing} other people have`;
  const names = consents.map(({ name }) => name).join(' and ');
  return `${names} approved the force-complete of ${batch_id}. ${others} to approve it, too.`;
}

function whatNext({ state }: Approval): string {
  return state === 'approved' ? ' The batch ends as soon as somebody runs it.' : '';
}

function refused(code: string, message: string, data: Approval | null): Outcome<Approval> {
  return { decision: 'refused', code, message, data, next: [] };
}
