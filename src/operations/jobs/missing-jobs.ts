import { JOB_STATES, type ScheduledJobState } from '../../coordination/jobs/scheduled-job-state.ts';
import type { App, Job } from '../app.ts';
import { latestDue } from './due-time.ts';

const MINUTE_MS = 60_000;
/** A job may take this long before its due time counts as missed. */
const GRACE_MS = 45 * MINUTE_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

export interface MissingJob {
  readonly name: string;
  /** A due time that no run has handled; null for a job that the clock has never seen. */
  readonly missedAt: Date | null;
}

interface JobsLook {
  readonly jobs: readonly Pick<Job, 'name' | 'due'>[];
  /** The state of each job; undefined for a job that the clock has never seen. */
  readonly states: readonly (ScheduledJobState | undefined)[];
  /** The time of an earlier look, at which the clock ran; undefined when there was none. */
  readonly earlierLook: Date | undefined;
}

/**
 * The jobs of the schedule that do not run: those the clock has never seen, and those with a due time that nobody had handled 45 minutes
 * later, although the clock ran. Due times of a downtime are not judged. A paused job is not missing.
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

/** `looker` is the job that looks: its last run is the earlier look, and it does not judge itself. */
export async function readMissingJobs({ jobs, store }: Pick<App, 'jobs' | 'store'>, looker: string) {
  const judged = jobs.filter(({ name }) => name !== looker);
  const names = [looker, ...judged.map(({ name }) => name)];
  const [own, ...states] = (await store.getAll({ collection: JOB_STATES }, names)).map((stored) => stored?.data);
  const earlier = own?.last_run?.started_at;
  return missingJobs({ jobs: judged, states, earlierLook: earlier === undefined ? undefined : new Date(earlier) });
}
