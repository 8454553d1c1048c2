import {
  type JobRun,
  jobStateRef,
  newJobState,
  type ScheduledJobState,
} from '../../coordination/jobs/scheduled-job-state.ts';
import type { Stored } from '../../platform/document-store.ts';
import { type Instant, instantFromDate } from '../../platform/instant.ts';
import { Problem } from '../../platform/problem.ts';
import type { App, Job } from '../app.ts';
import { failureOf } from '../kit/failure.ts';
import { isAhead, latestDue } from './due-time.ts';
import { type HeldJob, underLease } from './job-lease.ts';
import { type EndedRun, recordRun } from './record-run.ts';
import { isRetryDue } from './retry-policy.ts';

/** A run that has ended. */
export interface RanJob {
  readonly type: 'ran';
  readonly run: JobRun;
  /** When the failed run is repeated; null after a success, and if it is not repeated. */
  readonly retryAt: Instant | null;
}

export type JobRunDecision =
  | RanJob
  /** The job has no due time to handle, or the job is paused. */
  | { readonly type: 'not-due' }
  | HeldJob;

/**
 * Runs a job if one of its due times has passed and is not handled, or if a failed run is due to be repeated. A due time counts as handled
 * only after its run, so a run that a crash interrupted is repeated. A new job first runs at its next due time.
 */
export async function runDueJob(app: App, job: Job): Promise<JobRunDecision> {
  const state = await correctFastClock(app, await loadState(app, job.name));
  if (state.paused_by !== null || dueOf(job, state, app.now()) === undefined) return { type: 'not-due' };
  return await underLease(app, job, async () => {
    const current = await loadState(app, job.name);
    const due = dueOf(job, current.data, app.now());
    return due === undefined ? { type: 'not-due' } : await runAndRecord(app, job, { due, startedBy: 'clock' });
  });
}

/** Runs a job immediately at someone's request, even if it is paused. */
export async function runJobNow(app: App, job: Job): Promise<RanJob | HeldJob> {
  return await underLease(app, job, async () => {
    await loadState(app, job.name);
    return await runAndRecord(app, job, { due: app.now(), startedBy: 'person' });
  });
}

/**
 * Corrects the job's `handled_until` if a clock that ran ahead has set it to a time in the future. The job would
 * otherwise not run until that time.
 */
export async function correctFastClock(
  { store, now }: Pick<App, 'store' | 'now'>,
  { data, version }: Stored<ScheduledJobState>,
): Promise<ScheduledJobState> {
  if (!isAhead(new Date(data.handled_until), now())) return data;
  const handled = { handled_until: instantFromDate(now()) };
  await store.update(jobStateRef(data.name), handled, version);
  return { ...data, ...handled };
}

/**
 * Returns the due time for which the job has to run now; undefined if none is due. If a clock that ran ahead started
 * the last run too early, that run still counts for its due time.
 */
function dueOf({ due, catchUpWithinMs }: Job, state: ScheduledJobState, now: Date): Date | undefined {
  const { handled_until, retry_at, last_run } = state;
  const regular = latestDue(due, { handledUntil: new Date(handled_until), now, catchUpWithinMs });
  if (regular !== undefined) return last_run?.due_at === instantFromDate(regular) ? undefined : regular;
  if (retry_at === null || last_run === null) return undefined;
  const missed = new Date(last_run.due_at);
  const isRecent = now.getTime() - missed.getTime() <= catchUpWithinMs;
  return isRecent && isRetryDue(new Date(retry_at), now) ? missed : undefined;
}

async function loadState({ store, now }: Pick<App, 'store' | 'now'>, name: string): Promise<Stored<ScheduledJobState>> {
  return await loadOrCreate(store, name, instantFromDate(now()));
}

/** Reads the state of a job. A job without a state gets one in which its due times up to `handledUntil` are handled. */
export async function loadOrCreate(
  store: App['store'],
  name: string,
  handledUntil: Instant,
): Promise<Stored<ScheduledJobState>> {
  const ref = jobStateRef(name);
  const found = await store.get(ref);
  if (found !== undefined) return found;
  await store.create(ref, newJobState(name, handledUntil));
  const created = await store.get(ref);
  if (created === undefined) throw new Error(`The state of the job ${name} disappeared after it was created`);
  return created;
}

interface DueRun {
  readonly due: Date;
  readonly startedBy: 'clock' | 'person';
}

/** Runs a job for a due time and records how the run ended. The caller holds the lease of the job. */
export async function runAndRecord(app: App, job: Job, { due, startedBy }: DueRun): Promise<RanJob> {
  const startedAt = app.now();
  const { onFailure, ...outcome } = await attempt(app, job, due);
  const run: JobRun = {
    ...outcome,
    due_at: instantFromDate(due),
    started_at: instantFromDate(startedAt),
    ended_at: instantFromDate(app.now()),
  };
  const ended = { name: job.name, run, onFailure: startedBy === 'clock' ? onFailure : 'report' } as const;
  return { type: 'ran', run, retryAt: await recordRun(app, ended) };
}

type Attempt = Pick<JobRun, 'result' | 'message'> & Pick<EndedRun, 'onFailure'>;

/** A `Problem` is not retried, because the next attempt would fail in the same way. */
async function attempt(app: App, job: Job, due: Date): Promise<Attempt> {
  try {
    return { result: 'succeeded', message: await job.run(app, due), onFailure: 'retry' };
  } catch (error) {
    app.log.error({ job: job.name, error }, 'a job failed');
    const onFailure = error instanceof Problem ? 'give-up' : 'retry';
    return { result: 'failed', message: failureOf(error).message, onFailure };
  }
}
