import type { Approval } from '../../coordination/approvals/approval.ts';
import type { ApprovalAnswer, ApprovalDecision } from '../../coordination/approvals/approval-policy.ts';
import { decideForceComplete, type ForceCompleteAnswer } from '../../pipeline/batch/decide-force-complete.ts';
import { heldSentence } from '../../pipeline/batch/slate-hold.ts';
import type { App } from '../app.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { quoteInput } from '../kit/input/printable.ts';
import type { OperationCall, Outcome } from '../kit/operation.ts';
import { approvalSentence } from './approval-text.ts';

/** The codes of approval requests that ended without a decision by a person. */
const UNDECIDED_CODES: Partial<Record<Approval['state'], string>> = { expired: 'expired', overtaken: 'overtaken' };

type Published = NonNullable<Extract<ForceCompleteAnswer, { published?: unknown }>['published']>;

const REQUEST_CHANGED =
  'Your approval was not counted, because fewer players are done than your card showed. Check the updated card and decide again.';

/** Approves or cancels an approval request. The first decision counts; later callers learn who made it and when. */
export async function decideForCaller(
  app: App,
  caller: Pick<OperationCall<unknown>, 'actor' | 'request'>,
  request: Pick<ApprovalDecision, 'approvalId' | 'state' | 'edition'>,
): Promise<Outcome<Approval>> {
  const { name, id } = caller.actor;
  const decision = { ...request, by: { name, id: id ?? null } };
  const decided = await decideForceComplete(app, decision, auditContextOfCall(app, caller));
  return decisionOutcome(decided, request.approvalId);
}

/** The reply to a decision. */
export function decisionOutcome(decided: ForceCompleteAnswer, approvalId = ''): Outcome<Approval> {
  if (decided.type === 'unknown')
    return refused('unknown_approval', `The approval request ${quoteInput(approvalId)} does not exist.`, null);
  if (decided.type === 'slate-held')
    return refused('slate_held', `${heldSentence(decided.hold)} Release it first.`, decided.approval);
  return outcomeOf(decided, decided.published);
}

function outcomeOf({ type, approval }: ApprovalAnswer, published: Published | undefined): Outcome<Approval> {
  switch (type) {
    case 'already-decided':
      return refused(UNDECIDED_CODES[approval.state] ?? 'already_decided', approvalSentence(approval), approval);
    case 'expired':
      return refused('expired', approvalSentence(approval), approval);
    case 'not-allowed':
      return refused('not_allowed', `Only ${(approval.allowed ?? []).join(', ')} can decide this request.`, approval);
    case 'shown-before':
      return refused('changed', `${REQUEST_CHANGED} ${approvalSentence(approval)}`, approval);
    case 'counted-before':
      return refused('counted_before', `You have already approved this request. ${stillNeeded(approval)}`, approval);
    case 'counted':
      return { decision: 'pending', code: 'more_needed', message: stillNeeded(approval), data: approval, next: [] };
    case 'decided':
      return {
        decision: 'done',
        code: 'ok',
        message: `${approvalSentence(approval)}${nextSentence(published)}`,
        data: approval,
        next: [],
      };
  }
}

function stillNeeded({ needed, consents, batch_id }: Approval): string {
  const missing = needed - consents.length;
  const others = missing === 1 ? 'One more person' : `${missing} more people`;
  const names = consents.map(({ name }) => name).join(' and ');
  return `${names} approved the force-complete of ${batch_id}. ${others} must also approve it.`;
}

function nextSentence(published: Published | undefined): string {
  if (published === undefined) return '';
  const { done, expected } = published;
  return ` The batch publishes ${done} of ${expected} players as soon as a batch runner picks it up. Predictions that arrive later are not included.`;
}

function refused(code: string, message: string, data: Approval | null): Outcome<Approval> {
  return { decision: 'refused', code, message, data, next: [] };
}
