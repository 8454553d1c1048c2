import { JOB_STATES, type ScheduledJobState } from '../../coordination/jobs/scheduled-job-state.ts';
import type { App, Job } from '../app.ts';
import { latestDue } from './due-time.ts';

const MINUTE_MS = 60_000;
/** A due time counts as missed when no run has handled it this long afterwards. */
const GRACE_MS = 45 * MINUTE_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

export interface MissingJob {
  readonly name: string;
  /** The due time that no run has handled; null for a job that the job clock has never handled. */
  readonly missedAt: Date | null;
}

interface JobsLook {
  readonly jobs: readonly Pick<Job, 'name' | 'due'>[];
  /** The stored state of each job; undefined for a job that the job clock has never handled. */
  readonly states: readonly (ScheduledJobState | undefined)[];
  /** The time of the previous check, when the job clock was running; undefined before the first check. */
  readonly earlierLook: Date | undefined;
}

/**
 * Finds the jobs that do not run as scheduled. A due time counts as missed only if the previous check was at least 45
 * minutes later, because then the job clock was running. A paused job is not missing.
 */
function missingJobs({ jobs, states, earlierLook }: JobsLook): readonly MissingJob[] {
  return jobs.flatMap(({ name, due }, index): readonly MissingJob[] => {
    const state = states[index];
    if (state === undefined) return [{ name, missedAt: null }];
    if (state.paused_by !== null || earlierLook === undefined) return [];
    const window = {
      handledUntil: new Date(state.handled_until),
      now: new Date(earlierLook.getTime() - GRACE_MS),
      catchUpWithinMs: DAY_MS,
    };
    const missed = latestDue(due, window);
    return missed === undefined ? [] : [{ name, missedAt: missed }];
  });
}

/**
 * Finds the jobs that do not run as scheduled. The job `looker` makes this check, so it is not checked itself. Its last
 * run was the previous check.
 */
export async function readMissingJobs({ jobs, store }: Pick<App, 'jobs' | 'store'>, looker: string) {
  const judged = jobs.filter(({ name }) => name !== looker);
  const names = [looker, ...judged.map(({ name }) => name)];
  const [own, ...states] = (await store.getAll({ collection: JOB_STATES }, names)).map((stored) => stored?.data);
  const earlier = own?.last_run?.started_at;
  return missingJobs({ jobs: judged, states, earlierLook: earlier === undefined ? undefined : new Date(earlier) });
}
