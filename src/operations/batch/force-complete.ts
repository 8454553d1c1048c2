import * as z from 'zod';
import { requestForceComplete } from '../../pipeline/batch/force-complete.ts';
import { Problem } from '../../platform/problem.ts';
import { findBatch } from '../find-batch.ts';
import { BatchId } from '../input/batch-id.ts';
import { operation } from '../operation.ts';
import { trailOfCall } from '../trail.ts';

export const forceComplete = operation({
  name: 'batch force-complete',
  summary: 'Ask people to end an open batch without the players who are missing.',
  input: z.strictObject({ id: BatchId.optional().describe('the id of a batch; the newest unless given') }),
  positionals: ['id'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input, actor, request }) {
    const { batch_id, state, expected, missing } = await findBatch(app, input.id);
    const trail = trailOfCall(app, { actor, request });
    const approval = await requestForceComplete(app, { batchId: batch_id, rule: app.roles, trail });
    if (approval === undefined) {
      const message = `Batch ${batch_id} is ${state}: only an open batch can be completed by force.`;
      throw new Problem({ code: 'batch_not_open', message });
    }
    const done = expected - missing;
    const people = approval.needed === 1 ? 'A person has' : `${approval.needed} different people have`;
    const message = `${people} to approve that batch ${batch_id} ends with ${done} of ${expected} players: ${missing} are missing.`;
    const next = [
      {
        operation: 'approval approve',
        arguments: { approval_id: approval.approval_id },
        why: 'End the batch; for people who may approve.',
      },
      { operation: 'approval cancel', arguments: { approval_id: approval.approval_id }, why: 'Go on waiting.' },
    ];
    const data = { ...approval, done, expected, missing };
    return { decision: 'pending', code: 'approval_needed', message, data, next };
  },
});
