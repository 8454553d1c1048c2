import * as z from 'zod';
import { abandonBatch } from '../../pipeline/batch/abandon-batch.ts';
import { BatchReport } from '../../pipeline/batch/batch-report.ts';
import { readBatch } from '../../pipeline/batch/read-batch.ts';
import { Problem } from '../../platform/problem.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { BatchId } from '../kit/input/batch-id.ts';
import { reasonText } from '../kit/input/lock-reason.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { findBatch, presentBatch } from './find-batch.ts';

export const abandonWrongBatch = operation({
  name: 'batch abandon',
  summary: 'Stop a wrong batch: nothing of it is published, and its date is free for a new batch. For people only.',
  input: z.strictObject({
    id: BatchId.describe('the batch id'),
    reason: reasonText('describe in a few words what is wrong with the batch').describe('why the batch is wrong'),
  }),
  output: BatchReport,
  positionals: ['id', 'reason'],
  effect: 'approve',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input, actor, request }) {
    const report = await findBatch(app, input.id);
    const batch = await readBatch(app.store, report.batch_id);
    if (batch === undefined || batch.state === 'done' || batch.state === 'consolidating') throw cannotAbandon(report);
    const auditContext = auditContextOfCall(app, { actor, request });
    const abandoned = await abandonBatch(app, batch, { auditContext, reason: input.reason });
    const data = await presentBatch(app, report.batch_id);
    if (abandoned === 'superseded') throw cannotAbandon(data);
    const message = `Abandoned batch ${data.batch_id}. Nothing of it is published, and ${data.game_date} is free for a new batch.`;
    const next = [nextStep('batch start', { date: data.game_date }, { why: 'Start a new batch for the date.' })];
    return { decision: 'done', code: 'abandoned', message, data, next };
  },
});

function cannotAbandon({ batch_id, state }: BatchReport): Problem {
  const why = state === 'consolidating' ? 'is being published' : `is ${state}`;
  const message = `Batch ${batch_id} ${why}. Only a batch that has published nothing can be abandoned.`;
  return new Problem({ code: 'batch_not_open', message });
}
