import * as z from 'zod';
import { Approval } from '../../coordination/approvals/approval.ts';
import type { BatchReport } from '../../pipeline/batch/batch-report.ts';
import { requestForceComplete } from '../../pipeline/batch/force-complete.ts';
import { Problem } from '../../platform/problem.ts';
import { approvalSteps, approversNeeded } from '../approval/approval-text.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { BatchId } from '../kit/input/batch-id.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation, type RefusedOutcome } from '../kit/operation.ts';
import { findBatch } from './find-batch.ts';

const ForceCompleteInput = z.strictObject({
  id: BatchId.optional().describe('the batch id; default: the newest batch'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'batch force-complete': typeof ForceCompleteInput;
  }
}

export const forceComplete = operation({
  name: 'batch force-complete',
  summary: 'Request approval to end an open batch without its missing players.',
  input: ForceCompleteInput,
  output: Approval.extend({ done: z.number(), expected: z.number(), missing: z.number() }),
  positionals: ['id'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input, actor, request }) {
    const report = await findBatch(app, input.id);
    const { batch_id, state } = report;
    const auditContext = auditContextOfCall(app, { actor, request });
    const requested = await requestForceComplete(app, { batchId: batch_id, roles: app.roles, auditContext });
    if (requested.type === 'nothing-missing') return nothingToForce(report);
    if (requested.type !== 'requested') {
      const message = `Batch ${batch_id} is ${state}. Only an open batch can be force-completed.`;
      throw new Problem({ code: 'batch_not_open', message });
    }
    const { approval, detail } = requested;
    const { done, expected, unpredicted_total: missing } = detail;
    const data = { ...approval, done, expected, missing };
    if (approval.state === 'approved') {
      const message = `${approval.decided_by} already approved the force-complete of batch ${batch_id}. The batch publishes ${done} of ${expected} players as soon as a batch runner picks it up.`;
      return { decision: 'done', code: 'approved_already', message, data, next: [] };
    }
    const message = `Force-completing batch ${batch_id} would publish ${done} of ${expected} players, with ${missing} missing. ${approversNeeded(approval)}.`;
    const see = nextStep('batch status', { id: batch_id }, { why: 'See the progress of the batch and the decision.' });
    const next = [...approvalSteps(approval), see];
    return { decision: 'pending', code: 'approval_needed', message, data, next };
  },
});

function nothingToForce({ batch_id, game_date, expected }: BatchReport): RefusedOutcome {
  const message = `No player is missing in batch ${batch_id}: all ${expected} players have an outcome, so no approval is needed. The batch ends as soon as a batch runner picks it up, usually within seconds.`;
  const next = [
    nextStep('batch status', { id: batch_id }, { why: 'See whether the batch has ended.' }),
    nextStep('batch start', { date: game_date }, { why: 'Finish the batch now, if the Slack bot is not running.' }),
  ];
  return { decision: 'refused', code: 'nobody_missing', message, data: null, next };
}
