import pRetry from 'p-retry';
import {
  type JobRun,
  jobStateRef,
  newJobState,
  type ScheduledJobState,
} from '../../coordination/jobs/scheduled-job-state.ts';
import { acquireLease } from '../../coordination/leases/acquire-lease.ts';
import { releaseLease, renewLease } from '../../coordination/leases/keep-lease.ts';
import type { Lease } from '../../coordination/leases/lease.ts';
import type { DocumentStore, Stored } from '../../platform/document-store.ts';
import { errorText } from '../../platform/error-text.ts';
import { instantFromDate } from '../../platform/instant.ts';
import { Problem } from '../../platform/problem.ts';
import type { App, Job } from '../app.ts';
import { latestDue } from './due-time.ts';

const LEASE_MS = 60_000;
const RETRIES = 3;
const FIRST_PAUSE_MS = 2_000;

export type JobRunDecision =
  | { readonly type: 'ran'; readonly run: JobRun }
  /** The job has no due time to handle, or it is paused. */
  | { readonly type: 'not-due' }
  /** Another instance is running the job now. */
  | { readonly type: 'held' };

/**
 * Runs a job if one of its due times has passed and is not handled. A due time counts as handled only after its run, so a run that a crash
 * interrupted is repeated. A new job first runs at its next due time.
 */
export async function runDueJob(app: App, job: Job): Promise<JobRunDecision> {
  const { data: state } = await loadState(app, job.name);
  if (state.paused_by !== null || dueOf(job, state, app.now()) === undefined) return { type: 'not-due' };
  return await underLease(app, job, async () => {
    const current = await loadState(app, job.name);
    const due = dueOf(job, current.data, app.now());
    return due === undefined ? { type: 'not-due' } : await runAndRecord(app, job, { current, due });
  });
}

/** Runs a job immediately at someone's request, even if it is paused. */
export async function runJobNow(app: App, job: Job): Promise<JobRunDecision> {
  return await underLease(app, job, async () =>
    runAndRecord(app, job, { current: await loadState(app, job.name), due: app.now() }),
  );
}

function dueOf({ due, catchUpWithinMs }: Job, { handled_until }: ScheduledJobState, now: Date): Date | undefined {
  return latestDue(due, { handledUntil: new Date(handled_until), now, catchUpWithinMs });
}

async function loadState({ store, now }: Pick<App, 'store' | 'now'>, name: string): Promise<Stored<ScheduledJobState>> {
  const ref = jobStateRef(name);
  const found = await store.get(ref);
  if (found !== undefined) return found;
  await store.create(ref, newJobState(name, instantFromDate(now())));
  const created = await store.get(ref);
  if (created === undefined) throw new Error(`The state of the job ${name} disappeared after it was created`);
  return created;
}

interface DueRun {
  readonly current: Stored<ScheduledJobState>;
  readonly due: Date;
}

async function runAndRecord(app: App, job: Job, { current, due }: DueRun): Promise<JobRunDecision> {
  const startedAt = app.now();
  const outcome = await attempt(app, job, due);
  const run: JobRun = {
    ...outcome,
    due_at: instantFromDate(due),
    started_at: instantFromDate(startedAt),
    ended_at: instantFromDate(app.now()),
  };
  await recordRun(app.store, current.data.name, run);
  return { type: 'ran', run };
}

/** Retries a failed run with growing pauses. A `Problem` is not retried, because it would occur again. */
async function attempt(app: App, job: Job, due: Date): Promise<Pick<JobRun, 'result' | 'message'>> {
  try {
    const message = await pRetry(() => job.run(app, due), {
      retries: RETRIES,
      minTimeout: FIRST_PAUSE_MS,
      shouldRetry: ({ error }) => !(error instanceof Problem),
    });
    return { result: 'succeeded', message };
  } catch (error) {
    app.log.error({ job: job.name, error }, 'a job failed');
    return { result: 'failed', message: errorText(error) };
  }
}

/** Stores the result of a run. A pause that someone set during the run stays. */
async function recordRun(store: DocumentStore, name: string, run: JobRun): Promise<void> {
  await store.transaction(async (transaction) =>
    transaction.update(jobStateRef(name), { handled_until: run.due_at, last_run: run }),
  );
}

/** Each run acquires its own lease, so that two runs within one process also exclude each other. */
async function underLease(app: App, job: Job, work: () => Promise<JobRunDecision>): Promise<JobRunDecision> {
  const { store, newId } = app;
  const request = { name: `job-${job.name}`, holder: newId(), leaseMs: LEASE_MS, otherHolders: 'may-live' } as const;
  const decision = await acquireLease(store, request);
  if (decision.type === 'held') return { type: 'held' };
  const renewing = setInterval(() => void renew(app, decision.lease), LEASE_MS / 3);
  try {
    return await work();
  } finally {
    clearInterval(renewing);
    await releaseLease(store, decision.lease);
  }
}

async function renew({ store, log }: Pick<App, 'store' | 'log'>, lease: Lease): Promise<void> {
  try {
    if ((await renewLease(store, lease)) === 'lost') log.warn({ lease: lease.name }, 'a running job lost its lease');
  } catch (error) {
    log.warn({ lease: lease.name, error }, 'the lease of a running job was not renewed');
  }
}
