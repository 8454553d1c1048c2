import * as z from 'zod';
import type { BatchReport } from '../../pipeline/batch/batch-report.ts';
import { requestForceComplete } from '../../pipeline/batch/force-complete.ts';
import { Problem } from '../../platform/problem.ts';
import { decisionSteps, peopleWanted } from '../approval/request-text.ts';
import { BatchId } from '../kit/input/batch-id.ts';
import { type Outcome, operation } from '../kit/operation.ts';
import { auditContextOfCall } from '../kit/trail.ts';
import { findBatch } from './find-batch.ts';

export const forceComplete = operation({
  name: 'batch force-complete',
  summary: 'Ask people to end an open batch without the players who are missing.',
  input: z.strictObject({ id: BatchId.optional().describe('the id of a batch; the newest unless given') }),
  positionals: ['id'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input, actor, request }) {
    const report = await findBatch(app, input.id);
    const { batch_id, state, expected, missing } = report;
    const auditContext = auditContextOfCall(app, { actor, request });
    const requested = await requestForceComplete(app, { batchId: batch_id, roles: app.roles, auditContext });
    if (requested.type === 'nothing-missing') return nothingToForce(report);
    if (requested.type !== 'requested') {
      const message = `Batch ${batch_id} is ${state}: only an open batch can be completed by force.`;
      throw new Problem({ code: 'batch_not_open', message });
    }
    const { approval } = requested;
    const done = expected - missing;
    const data = { ...approval, done, expected, missing };
    if (approval.state === 'approved') {
      const message = `${approval.decided_by} approved already that batch ${batch_id} ends as it is; it ends as soon as somebody runs it.`;
      return { decision: 'done', code: 'approved_already', message, data, next: [] };
    }
    const message = `${peopleWanted(approval)} to approve that batch ${batch_id} ends with ${done} of ${expected} players: ${missing} are missing.`;
    const see = { operation: 'batch status', arguments: { id: batch_id }, why: 'See what became of it.' };
    const next = [...decisionSteps(approval), see];
    return { decision: 'pending', code: 'approval_needed', message, data, next };
  },
});

function nothingToForce({ batch_id, game_date, expected }: BatchReport): Outcome<null> {
  const message = `Nobody is missing in batch ${batch_id}: ${expected} of ${expected} players have an outcome, so there is nothing to force and nobody to ask. It ends by itself as soon as somebody runs it, which is within seconds where the bot does.`;
  const next = [
    { operation: 'batch status', arguments: { id: batch_id }, why: 'See whether it has ended.' },
    { operation: 'batch start', arguments: { date: game_date }, why: 'Run it to its end, where nobody does.' },
  ];
  return { decision: 'refused', code: 'nobody_missing', message, data: null, next };
}
