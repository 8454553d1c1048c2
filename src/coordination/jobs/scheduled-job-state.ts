import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';

/** How the newest run of a job ended. */
export const JobRun = z.object({
  /** The due time that the job ran for, or the time of a manual run. */
  due_at: Instant,
  started_at: Instant,
  ended_at: Instant,
  result: z.enum(['succeeded', 'failed']),
  /** One sentence: what the job did, or why it failed. */
  message: z.string(),
});
export type JobRun = Readonly<z.infer<typeof JobRun>>;

const ScheduledJobState = z.object({
  name: z.string(),
  /**
   * All due times of the job up to this time have been run or skipped. A due time is skipped when it is too old or the
   * job is paused.
   */
  handled_until: Instant,
  /** The person who paused the job; null while it runs on schedule. */
  paused_by: z.string().nullable(),
  paused_at: Instant.nullable(),
  last_run: JobRun.nullable(),
  /** The number of scheduled runs that failed after the last success. Runs started by a person do not count. */
  failures: z.number().int().default(0),
  /** The time of the next attempt after a failed run; null when none is planned. */
  retry_at: Instant.nullable().default(null),
});
export type ScheduledJobState = Readonly<z.infer<typeof ScheduledJobState>>;

export const JOB_STATES: Collection<ScheduledJobState> = {
  name: 'job_states',
  schema: ScheduledJobState,
  indexes: [],
  texts: [],
  times: ['handled_until', 'paused_at', 'retry_at'],
};

export function jobStateRef(name: string): DocumentRef<ScheduledJobState> {
  return { collection: JOB_STATES, id: name };
}

/** The state of a new job. Due times before `now` do not run. */
export function newJobState(name: string, now: Instant): ScheduledJobState {
  return { name, handled_until: now, paused_by: null, paused_at: null, last_run: null, failures: 0, retry_at: null };
}
