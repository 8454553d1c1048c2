import * as z from 'zod';
import { BatchReport, listBatchReports } from '../../pipeline/batch/batch-report.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';

const AT_MOST = 200;

const BatchListInput = z.strictObject({});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'batch list': typeof BatchListInput;
  }
}

export const listBatches = operation({
  name: 'batch list',
  summary: 'List the batches, newest first.',
  input: BatchListInput,
  output: z.object({ batches: z.array(BatchReport) }),
  positionals: [],
  effect: 'read',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app) {
    const batches = await listBatchReports(app.store, AT_MOST);
    const next = [nextStep('batch start', { date: 'today' }, { why: 'Start a batch for tonight.' })];
    if (batches.length === 0) {
      return { decision: 'done', code: 'none', message: 'Tipoff has not run a batch yet.', data: { batches }, next };
    }
    return { decision: 'done', code: 'ok', message: sentence(batches.length), data: { batches }, next: [] };
  },
});

function sentence(count: number): string {
  if (count === AT_MOST) return `These are the newest ${AT_MOST} batches. Older batches are not shown.`;
  return count === 1 ? 'There is one batch.' : `There are ${count} batches.`;
}
