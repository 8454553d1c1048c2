import * as z from 'zod';
import type { StallCheck } from '../../pipeline/batch/check-stall.ts';
import { StallAction, StallCause } from '../../pipeline/batch/stall-policy.ts';
import type { Sweep } from '../../pipeline/batch/sweep-stalls.ts';
import { sweepStalls } from '../../pipeline/batch/sweep-stalls.ts';
import { BatchId } from '../kit/input/batch-id.ts';
import { wholeNumber } from '../kit/input/whole-number.ts';
import { operation } from '../kit/operation.ts';
import { findBatch } from './find-batch.ts';

const MINUTE_MS = 60_000;
const PERCENT = 100;

const CheckedBatch = z.object({
  batch_id: z.string(),
  was_stalled: z.boolean(),
  cause: StallCause.nullable(),
  /** `119/136` */
  progress: z.string(),
  /**
   * What this check for a stall did to the batch. `no_action`: the batch is healthy, an earlier check has acted, this
   * is a dry run, or a deploy prevents actions.
   */
  action: z.enum(['completed_with_partial', 'abandoned', 'alerted', 'resumed', 'no_action']),
  /** The action that the stall policy prescribes for the batch; null for a healthy batch. */
  planned: StallAction.nullable(),
});

const ACTED = {
  'complete-partial': 'completed_with_partial',
  abandon: 'abandoned',
  alert: 'alerted',
  resume: 'resumed',
} as const satisfies Record<StallAction, z.infer<typeof CheckedBatch>['action']>;

export const checkStalledBatches = operation({
  name: 'batch check-stalled',
  summary: 'Check for stalled batches, and publish, abandon or report them.',
  input: z.strictObject({
    batch_id: BatchId.optional().describe('the batch id; default: every batch that has not ended'),
    stall_threshold_minutes: wholeNumber({
      what: 'a number of minutes',
      min: 1,
      max: 1440,
      works: 'write a whole number from 1 to 1440',
    })
      .default(10)
      .describe('minutes without a new outcome until a batch is stalled'),
    min_completion_pct: wholeNumber({
      what: 'a percentage',
      min: 1,
      max: 100,
      works: 'write a whole number from 1 to 100',
    })
      .default(90)
      .describe('with this percentage of players done, a stalled batch is published'),
    dry_run: z.boolean().default(false).describe('only report what would happen'),
  }),
  output: z.object({
    batches_checked: z.number(),
    batches_completed: z.number(),
    /** The service whose running deploy prevents actions; null if nothing prevents them. */
    held_by: z.string().nullable(),
    results: z.array(CheckedBatch),
  }),
  positionals: ['batch_id'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input }) {
    const { batch_id: batchId, stall_threshold_minutes, min_completion_pct, dry_run } = input;
    if (batchId !== undefined) await findBatch(app, batchId);
    const sweep = await sweepStalls(app, {
      ...(batchId === undefined ? {} : { batchId }),
      thresholds: { stallMs: stall_threshold_minutes * MINUTE_MS, minShare: min_completion_pct / PERCENT },
      mode: dry_run ? 'dry-run' : 'act',
    });
    const results = sweep.checks.map(checkedBatch);
    const completed = results.filter(({ action }) => action === 'completed_with_partial').length;
    const data = { batches_checked: results.length, batches_completed: completed, held_by: sweep.heldBy, results };
    return { decision: 'done', code: 'ok', message: sweepText(sweep), data, next: [] };
  },
});

function checkedBatch({ batch_id, stall, done, expected, acted }: StallCheck): z.infer<typeof CheckedBatch> {
  return {
    batch_id,
    was_stalled: stall !== undefined,
    cause: stall?.cause ?? null,
    progress: `${done}/${expected}`,
    action: acted === null ? 'no_action' : ACTED[acted],
    planned: stall?.action ?? null,
  };
}

function sweepText({ checks, heldBy }: Sweep): string {
  if (checks.length === 0) return 'No unfinished batch was found, so none can be stalled.';
  const stalled = checks.filter(({ stall }) => stall !== undefined);
  if (stalled.length === 0) return `${checks.length} of ${checks.length} unfinished batches make progress.`;
  const held = heldBy === null ? '' : ` Nothing was done, because ${heldBy} is being deployed.`;
  return `${stalled.length} of ${checks.length} unfinished batches have stalled: ${stalled.map(stallText).join('; ')}.${held}`;
}

function stallText({ batch_id, stall, done, expected, acted }: StallCheck): string {
  const what = acted === null ? 'no action' : ACTED[acted].replaceAll('_', ' ');
  return `${batch_id} with ${done} of ${expected} players (${stall?.cause ?? ''}, ${what})`;
}
