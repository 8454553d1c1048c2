import * as z from 'zod';
import { ApprovalId } from '../kit/input/approval-id.ts';
import { operation } from '../kit/operation.ts';
import { decideForCaller } from './decide-approval.ts';

export const cancelRequest = operation({
  name: 'approval cancel',
  summary: 'Cancel a force-complete request: the batch keeps waiting for its missing players. For people only.',
  input: z.strictObject({ approval_id: ApprovalId.describe('the id of the request') }),
  positionals: ['approval_id'],
  effect: 'approve',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  run: (app, { input, ...caller }) =>
    decideForCaller(app, caller, { approvalId: input.approval_id, state: 'cancelled' }),
});
