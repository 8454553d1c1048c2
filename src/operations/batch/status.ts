import * as z from 'zod';
import { readForceComplete } from '../../pipeline/batch/force-complete.ts';
import { decisionSteps, requestSentence } from '../approval/request-text.ts';
import { BatchId } from '../kit/input/batch-id.ts';
import { operation } from '../kit/operation.ts';
import { findBatch } from './find-batch.ts';
import { outcomeOfReport } from './run-slate.ts';

export const batchStatus = operation({
  name: 'batch status',
  summary: 'Show how far a batch is, or what came of it.',
  input: z.strictObject({ id: BatchId.optional().describe('the id of a batch; the newest unless given') }),
  positionals: ['id'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input }) {
    const report = await findBatch(app, input.id);
    const { code, message, data, next } = outcomeOfReport(report);
    const request = await readForceComplete(app.store, report.batch_id);
    if (request === undefined) return { decision: 'done', code, message, data, next };
    const steps = request.state === 'pending' ? decisionSteps(request) : [];
    const said = `${message} ${requestSentence(request)}`;
    return { decision: 'done', code, message: said, data, next: [...steps, ...next] };
  },
});
