import * as z from 'zod';
import { BatchReport } from '../../pipeline/batch/batch-report.ts';
import { readForceComplete } from '../../pipeline/batch/force-complete.ts';
import { heldSentence, readSlateHold } from '../../pipeline/batch/slate-hold.ts';
import type { App } from '../app.ts';
import { approvalSentence, approvalSteps } from '../approval/approval-text.ts';
import { BatchOrDate } from '../kit/input/batch-or-date.ts';
import { operation } from '../kit/operation.ts';
import { batchIdOf } from './current-batch.ts';
import { findBatch } from './find-batch.ts';
import { batchOutcome } from './run-slate.ts';

const UNFINISHED: readonly BatchReport['state'][] = ['preparing', 'open', 'consolidating'];

const BatchStatusInput = z.strictObject({
  id: BatchOrDate.optional().describe('a batch id or a game date; default: the newest batch'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'batch status': typeof BatchStatusInput;
  }
}

export const batchStatus = operation({
  name: 'batch status',
  summary: 'Show the progress or result of a batch.',
  input: BatchStatusInput,
  output: BatchReport,
  positionals: ['id'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input }) {
    const report = await findBatch(app, await batchIdOf(app, input.id));
    const { code, message: result, next } = batchOutcome(report);
    const message = `${result}${waitSentence(app, report)}${await holdSentence(app, report)}`;
    const request = await readForceComplete(app.store, report.batch_id);
    if (request === undefined) return { decision: 'done', code, message, data: report, next };
    const steps = request.state === 'pending' ? approvalSteps(request) : [];
    const text = `${message} ${approvalSentence(request)}`;
    return { decision: 'done', code, message: text, data: report, next: [...steps, ...next] };
  },
});

/**
 * Says why an unfinished batch waits. While the store cannot be written, the reason is known only to the batch runner.
 */
function waitSentence({ runner }: App, { state }: BatchReport): string {
  const waitsFor = UNFINISHED.includes(state) ? runner.waitsFor() : undefined;
  return waitsFor === undefined ? '' : ` The batch waits: ${waitsFor} Afterwards the batch continues by itself.`;
}

async function holdSentence({ store }: App, { state, game_date }: BatchReport): Promise<string> {
  const hold = UNFINISHED.includes(state) ? await readSlateHold(store, game_date) : undefined;
  return hold === undefined ? '' : ` ${heldSentence(hold)}`;
}
