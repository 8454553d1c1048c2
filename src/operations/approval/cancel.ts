import * as z from 'zod';
import { ApprovalId } from '../kit/input/approval-id.ts';
import { operation } from '../kit/operation.ts';
import { decide } from './decide-approval.ts';

export const cancelRequest = operation({
  name: 'approval cancel',
  summary: 'Cancel a request: the batch goes on waiting for those who are missing. For people only.',
  input: z.strictObject({ approval_id: ApprovalId.describe('the id of the request') }),
  positionals: ['approval_id'],
  effect: 'approve',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  run: (app, { input, ...asked }) => decide(app, asked, { approvalId: input.approval_id, state: 'cancelled' }),
});
