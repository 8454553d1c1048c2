import * as z from 'zod';
import { retryConsolidation } from '../../pipeline/batch/advance-batch.ts';
import { BatchReport } from '../../pipeline/batch/batch-report.ts';
import { readBatch } from '../../pipeline/batch/read-batch.ts';
import { heldSentence, readSlateHold, type SlateHold } from '../../pipeline/batch/slate-hold.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { BatchName, parseBatchName } from '../kit/input/batch-name.ts';
import { operation, type RefusedOutcome } from '../kit/operation.ts';
import { findBatch, presentBatch } from './find-batch.ts';
import { isOutdated, outdatedCard } from './outdated-card.ts';
import { runBatchToEnd } from './run-slate.ts';

const RetryInput = z.strictObject({
  id: BatchName.describe('the batch id'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'batch retry': typeof RetryInput;
  }
}

export const retryBatch = operation({
  name: 'batch retry',
  summary: 'Publish a failed batch again.',
  input: RetryInput,
  output: BatchReport,
  refusal: BatchReport,
  positionals: ['id'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  onInterrupt:
    'Nothing is lost. The batch continues at the next `tipoff batch start` for its date, or at `tipoff start`.',
  async run(app, { input, actor, request, progress }) {
    const { id, generation } = parseBatchName(input.id);
    const report = await findBatch(app, id);
    const batch = await readBatch(app.store, report.batch_id);
    if (batch?.state !== 'failed' || isOutdated(report, generation)) return outdatedCard(report);
    const auditContext = auditContextOfCall(app, { actor, request });
    const retried = await retryConsolidation(app, batch, auditContext);
    const hold = retried === 'superseded' ? await readSlateHold(app.store, report.game_date) : undefined;
    if (hold !== undefined) return slateHeld(hold);
    if (retried === 'superseded') return outdatedCard(await presentBatch(app, report.batch_id));
    return await runBatchToEnd(app, { batchId: report.batch_id, progress });
  },
});

function slateHeld(hold: SlateHold): RefusedOutcome {
  const message = `Nothing was changed: ${heldSentence(hold)} Release it first.`;
  return { decision: 'refused', code: 'slate_held', message, data: null, next: [] };
}
