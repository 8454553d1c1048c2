import * as z from 'zod';
import { Approval } from '../../coordination/approvals/approval.ts';
import { approveForceComplete } from '../../pipeline/batch/approve-force-complete.ts';
import { heldSentence } from '../../pipeline/batch/slate-hold.ts';
import { decisionOutcome } from '../approval/decide-approval.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { BatchName, parseBatchName } from '../kit/input/batch-name.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation, type RefusedOutcome } from '../kit/operation.ts';
import { findBatch, presentBatch } from './find-batch.ts';
import { isOutdated, outdatedCard } from './outdated-card.ts';

const ApproveBatchInput = z.strictObject({
  id: BatchName.describe('the batch id'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'batch approve': typeof ApproveBatchInput;
  }
}

export const approveBatch = operation({
  name: 'batch approve',
  summary: 'Approve to end an open batch without its missing players. Requests it if nobody has. For people only.',
  input: ApproveBatchInput,
  output: Approval,
  refusal: Approval,
  positionals: ['id'],
  effect: 'approve',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input, actor, request }) {
    const { id, generation } = parseBatchName(input.id);
    const report = await findBatch(app, id);
    const { batch_id: batchId } = report;
    if (isOutdated(report, generation)) return outdatedCard(report);
    const auditContext = auditContextOfCall(app, { actor, request });
    const approved = await approveForceComplete(app, { batchId, roles: app.roles, auditContext }, actor);
    switch (approved.type) {
      case 'answered':
        return decisionOutcome(approved.answer);
      case 'nothing-missing':
        return refused('nobody_missing', `No player of batch ${batchId} is missing, so it ends by itself.`, batchId);
      case 'fewer-done':
        return refused('changed', fewerDone(approved.detail), batchId);
      case 'slate-held':
        return refused('slate_held', `${heldSentence(approved.hold)} Release it first.`, batchId);
      case 'not-open':
        return outdatedCard(await presentBatch(app, batchId));
    }
  },
});

function fewerDone({ done, expected }: { readonly done: number; readonly expected: number }): string {
  return `Your approval was not counted, because fewer players are done than the card showed: ${done} of ${expected}. Check the updated card and decide again.`;
}

function refused(code: string, message: string, id: string): RefusedOutcome {
  const next = [nextStep('batch status', { id }, { why: 'See the progress of the batch.' })];
  return { decision: 'refused', code, message, data: null, next };
}
