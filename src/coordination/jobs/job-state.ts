import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';

/** How the newest run of a job ended. */
export const JobRun = z.object({
  /** The due time it ran for, or the moment somebody asked for it. */
  due_at: Instant,
  started_at: Instant,
  ended_at: Instant,
  result: z.enum(['succeeded', 'failed']),
  /** One sentence: what it did, or why it failed. */
  message: z.string(),
});
export type JobRun = Readonly<z.infer<typeof JobRun>>;

const JobState = z.object({
  name: z.string(),
  /** Due times up to this one have been handled: run, skipped or paused over. */
  handled_until: Instant,
  /** Who paused it; null while it runs on schedule. */
  paused_by: z.string().nullable(),
  paused_at: Instant.nullable(),
  last_run: JobRun.nullable(),
});
export type JobState = Readonly<z.infer<typeof JobState>>;

export const JOB_STATES: Collection<JobState> = {
  name: 'job_states',
  schema: JobState,
  indexes: [],
  texts: [],
  times: ['handled_until', 'paused_at'],
};

export function jobStateRef(name: string): DocumentRef<JobState> {
  return { collection: JOB_STATES, id: name };
}

/** A job that has never been seen: nothing before now is caught up. */
export function newJobState(name: string, now: Instant): JobState {
  return { name, handled_until: now, paused_by: null, paused_at: null, last_run: null };
}
