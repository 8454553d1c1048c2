import * as z from 'zod';
import { BatchReport } from '../../pipeline/batch/batch-report.ts';
import { readForceComplete } from '../../pipeline/batch/force-complete.ts';
import { decisionSteps, requestSentence } from '../approval/request-text.ts';
import { BatchId } from '../kit/input/batch-id.ts';
import { operation } from '../kit/operation.ts';
import { findBatch } from './find-batch.ts';
import { outcomeOfReport } from './run-slate.ts';

const BatchStatusInput = z.strictObject({
  id: BatchId.optional().describe('the id of a batch; the newest unless given'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'batch status': typeof BatchStatusInput;
  }
}

export const batchStatus = operation({
  name: 'batch status',
  summary: 'Show how far a batch is, or what came of it.',
  input: BatchStatusInput,
  output: BatchReport,
  positionals: ['id'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input }) {
    const report = await findBatch(app, input.id);
    const { code, message, next } = outcomeOfReport(report);
    const request = await readForceComplete(app.store, report.batch_id);
    if (request === undefined) return { decision: 'done', code, message, data: report, next };
    const steps = request.state === 'pending' ? decisionSteps(request) : [];
    const said = `${message} ${requestSentence(request)}`;
    return { decision: 'done', code, message: said, data: report, next: [...steps, ...next] };
  },
});
