import * as z from 'zod';
import { readForceComplete } from '../../pipeline/batch/force-complete.ts';
import { approvalSentence, approvalSteps } from '../approval/approval-text.ts';
import { BatchId } from '../kit/input/batch-id.ts';
import { operation } from '../kit/operation.ts';
import { findBatch } from './find-batch.ts';
import { batchOutcome } from './run-slate.ts';

export const batchStatus = operation({
  name: 'batch status',
  summary: 'Show the progress or the result of a batch.',
  input: z.strictObject({ id: BatchId.optional().describe('the batch id; default: the newest batch') }),
  positionals: ['id'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input }) {
    const report = await findBatch(app, input.id);
    const { code, message, data, next } = batchOutcome(report);
    const request = await readForceComplete(app.store, report.batch_id);
    if (request === undefined) return { decision: 'done', code, message, data, next };
    const steps = request.state === 'pending' ? approvalSteps(request) : [];
    const text = `${message} ${approvalSentence(request)}`;
    return { decision: 'done', code, message: text, data, next: [...steps, ...next] };
  },
});
