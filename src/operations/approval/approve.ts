import * as z from 'zod';
import { decide } from '../decide-approval.ts';
import { ApprovalId } from '../input/approval-id.ts';
import { operation } from '../operation.ts';

export const approveRequest = operation({
  name: 'approval approve',
  summary: 'Approve a request: the batch ends without those who are missing. For people only.',
  input: z.strictObject({ approval_id: ApprovalId.describe('the id of the request') }),
  positionals: ['approval_id'],
  effect: 'approve',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  run: (app, { input, ...asked }) => decide(app, asked, { approvalId: input.approval_id, state: 'approved' }),
});
