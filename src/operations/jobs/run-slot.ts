import type { JobRun, ScheduledJobState } from '../../coordination/jobs/scheduled-job-state.ts';
import { type Instant, instantFromDate } from '../../platform/instant.ts';
import type { App, Job } from '../app.ts';
import { type HeldJob, underLease } from './job-lease.ts';
import { isRetryDue } from './retry-policy.ts';
import { correctFastClock, loadOrCreate, type RanJob, runAndRecord } from './run-job.ts';

/** The clock of a scheduler may be ahead of ours by this much. */
const CLOCK_TOLERANCE_MS = 60_000;

export type SlotDecision =
  | RanJob
  | HeldJob
  /** The slot was run or skipped before. `lastRun` is the newest run of the job. */
  | { readonly type: 'handled'; readonly lastRun: JobRun | null }
  /** The run of the slot failed, and is repeated at `retryAt`. */
  | { readonly type: 'waits'; readonly lastRun: JobRun; readonly retryAt: Instant }
  | { readonly type: 'paused'; readonly pausedBy: string }
  /** The slot is older than the job catches up. */
  | { readonly type: 'too-late' }
  | { readonly type: 'in-the-future' };

/** What to do about a slot: `run` it, or answer why it is not run. */
type SlotRule = { readonly type: 'run' } | Exclude<SlotDecision, RanJob | HeldJob>;

/**
 * Decides whether to run a job for a slot, which is a time at which an external scheduler starts it. A slot runs once, also when the
 * job clock has run it, because the job clock uses the same times. A failed run is repeated as the retry policy says.
 */
function slotRule(
  job: Job,
  state: ScheduledJobState,
  { slot, now }: { readonly slot: Date; readonly now: Date },
): SlotRule {
  const { paused_by: pausedBy, last_run: lastRun, retry_at: retryAt, handled_until } = state;
  const ageMs = now.getTime() - slot.getTime();
  if (ageMs < -CLOCK_TOLERANCE_MS) return { type: 'in-the-future' };
  if (pausedBy !== null) return { type: 'paused', pausedBy };
  if (lastRun?.due_at === instantFromDate(slot) && lastRun.result === 'failed' && retryAt !== null) {
    return isRetryDue(new Date(retryAt), now) ? { type: 'run' } : { type: 'waits', lastRun, retryAt };
  }
  if (new Date(handled_until) >= slot) return { type: 'handled', lastRun };
  return ageMs > job.catchUpWithinMs ? { type: 'too-late' } : { type: 'run' };
}

/** Runs a job for a slot of an external scheduler, at most once. A lease keeps a second run out while the first one runs. */
export async function runSlot(app: App, job: Job, slot: Date): Promise<SlotDecision> {
  const before = instantFromDate(new Date(slot.getTime() - 1));
  const decide = async () => {
    const state = await correctFastClock(app, await loadOrCreate(app.store, job.name, before));
    return slotRule(job, state, { slot, now: app.now() });
  };
  const first = await decide();
  if (first.type !== 'run') return first;
  return await underLease(app, job, async () => {
    const rule = await decide();
    return rule.type === 'run' ? await runAndRecord(app, job, { due: slot, startedBy: 'clock' }) : rule;
  });
}
