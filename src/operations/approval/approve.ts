import * as z from 'zod';
import { Approval } from '../../coordination/approvals/approval.ts';
import { ApprovalId } from '../kit/input/approval-id.ts';
import { wholeNumber } from '../kit/input/whole-number.ts';
import { operation } from '../kit/operation.ts';
import { decideForCaller } from './decide-approval.ts';

const Revision = wholeNumber({ what: 'a revision', min: 1, works: "the request's card shows the revision" });

const ApproveInput = z.strictObject({
  approval_id: ApprovalId.describe('the id of the request'),
  edition: Revision.optional().describe('the revision of the request that the card showed'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'approval approve': typeof ApproveInput;
  }
}

export const approveRequest = operation({
  name: 'approval approve',
  summary: 'Approve a force-complete: the batch ends without its missing players. For people only.',
  input: ApproveInput,
  output: Approval,
  refusal: Approval,
  positionals: ['approval_id'],
  unlisted: ['edition'],
  effect: 'approve',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  run: (app, { input: { approval_id: approvalId, edition }, ...caller }) =>
    decideForCaller(app, caller, { approvalId, edition, state: 'approved' }),
});
