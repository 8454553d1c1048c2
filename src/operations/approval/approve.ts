import * as z from 'zod';
import { Approval } from '../../coordination/approvals/approval.ts';
import { ApprovalId } from '../kit/input/approval-id.ts';
import { wholeNumber } from '../kit/input/whole-number.ts';
import { operation } from '../kit/operation.ts';
import { decide } from './decide-approval.ts';

const Edition = wholeNumber({ what: 'an edition', min: 1, works: 'its card carries it' });

const ApproveInput = z.strictObject({
  approval_id: ApprovalId.describe('the id of the request'),
  edition: Edition.optional().describe('of the request, as its card showed it'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'approval approve': typeof ApproveInput;
  }
}

export const approveRequest = operation({
  name: 'approval approve',
  summary: 'Approve a request: the batch ends without those who are missing. For people only.',
  input: ApproveInput,
  output: Approval,
  refusal: Approval,
  positionals: ['approval_id'],
  unlisted: ['edition'],
  effect: 'approve',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  run: (app, { input: { approval_id: approvalId, edition }, ...call }) =>
    decide(app, call, { approvalId, edition, state: 'approved' }),
});
