import * as z from 'zod';
import type { Actor } from '../../coordination/identity/actor.ts';
import type { Roles } from '../../coordination/identity/roles.ts';
import type { StallCheck } from '../../pipeline/batch/check-stall.ts';
import { DEFAULT_THRESHOLDS, StallAction, StallCause } from '../../pipeline/batch/stall-policy.ts';
import type { Sweep } from '../../pipeline/batch/sweep-stalls.ts';
import { sweepStalls } from '../../pipeline/batch/sweep-stalls.ts';
import { authorize } from '../kit/authorize.ts';
import { BatchId } from '../kit/input/batch-id.ts';
import { wholeNumber } from '../kit/input/whole-number.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation, type RefusedOutcome } from '../kit/operation.ts';
import { findBatch } from './find-batch.ts';

const MINUTE_MS = 60_000;
const PERCENT = 100;
/** A batch with a smaller percentage of its players is only published if people approve. */
const PCT_WITHOUT_APPROVAL = DEFAULT_THRESHOLDS.minShare * PERCENT;

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
  summary: 'Handle stalled batches: publish, abandon or report.',
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
      .default(PCT_WITHOUT_APPROVAL)
      .describe('publish a stalled batch from this percentage done; below 90: approvers only'),
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
  async run(app, { input, actor }) {
    const { batch_id: batchId, stall_threshold_minutes, min_completion_pct, dry_run } = input;
    if (batchId !== undefined) await findBatch(app, batchId);
    if (min_completion_pct < PCT_WITHOUT_APPROVAL && !dry_run && !decidesAlone(actor, app.roles))
      return approvalNeeded(batchId);
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

/** Returns whether this caller's approval is enough to publish a batch that misses more players than usual. */
function decidesAlone(actor: Actor, roles: Roles): boolean {
  const permission = authorize({ name: 'batch check-stalled', effect: 'approve' }, actor, () => roles);
  return permission.type === 'allowed' && roles.forceCompleteApprovals === 1;
}

function approvalNeeded(batchId: string | undefined): RefusedOutcome {
  const message = `A batch with less than ${PCT_WITHOUT_APPROVAL} % of its players is published only if people approve. Use min_completion_pct ${PCT_WITHOUT_APPROVAL} or more, or request the approval with \`tipoff batch force-complete\`.`;
  const id = batchId === undefined ? {} : { id: batchId };
  const next = [nextStep('batch force-complete', id, { why: 'Request approval to publish the batch as it is.' })];
  return { decision: 'refused', code: 'not_allowed', message, data: null, next };
}

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
