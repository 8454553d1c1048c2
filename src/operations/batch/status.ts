import * as z from 'zod';
import { findBatch } from '../find-batch.ts';
import { BatchId } from '../input/batch-id.ts';
import { operation } from '../operation.ts';
import { outcomeOfReport } from '../run-slate.ts';

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
    const { code, message, data, next } = outcomeOfReport(await findBatch(app, input.id));
    return { decision: 'done', code, message, data, next };
  },
});
