import * as z from 'zod';
import { Approval } from '../../coordination/approvals/approval.ts';
import { ApprovalId } from '../kit/input/approval-id.ts';
import { operation } from '../kit/operation.ts';
import { decideForCaller } from './decide-approval.ts';

const CancelInput = z.strictObject({ approval_id: ApprovalId.describe('the id of the request') });

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'approval cancel': typeof CancelInput;
  }
}

export const cancelRequest = operation({
  name: 'approval cancel',
  summary: 'Cancel a force-complete request: the batch keeps waiting for its missing players. For people only.',
  input: CancelInput,
  output: Approval,
  refusal: Approval,
  positionals: ['approval_id'],
  effect: 'approve',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  run: (app, { input, ...caller }) =>
    decideForCaller(app, caller, { approvalId: input.approval_id, state: 'cancelled' }),
});
