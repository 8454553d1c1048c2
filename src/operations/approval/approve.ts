import * as z from 'zod';
import { ApprovalId } from '../kit/input/approval-id.ts';
import { wholeNumber } from '../kit/input/whole-number.ts';
import { operation } from '../kit/operation.ts';
import { decide } from './decide-approval.ts';

const Edition = wholeNumber({ what: 'an edition', min: 1, works: 'its card carries it' });

export const approveRequest = operation({
  name: 'approval approve',
  summary: 'Approve a request: the batch ends without those who are missing. For people only.',
  input: z.strictObject({
    approval_id: ApprovalId.describe('the id of the request'),
    edition: Edition.optional().describe('of the request, as its card showed it'),
  }),
  positionals: ['approval_id'],
  unlisted: ['edition'],
  effect: 'approve',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  run: (app, { input: { approval_id: approvalId, edition }, ...asked }) =>
    decide(app, asked, { approvalId, edition, state: 'approved' }),
});
