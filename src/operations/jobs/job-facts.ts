import * as z from 'zod';
import type { ScheduledJobState } from '../../coordination/jobs/scheduled-job-state.ts';
import { UserText } from '../../platform/user-text.ts';
import type { Job } from '../app.ts';
import { nextDue } from './due-time.ts';

/** A job as replies show it. Times are ISO 8601 in UTC. */
export const JobFacts = z.object({
  name: z.string(),
  summary: z.string(),
  state: z.enum(['scheduled', 'paused']),
  /** The next due time, or the next attempt after a failed run; null while the job is paused. */
  next_run_at: z.string().nullable(),
  paused_by: UserText.nullable(),
  last_run: z
    .object({
      started_at: z.string(),
      duration_ms: z.number().int(),
      result: z.enum(['succeeded', 'failed']),
      message: z.string(),
    })
    .nullable(),
});
export type JobFacts = Readonly<z.infer<typeof JobFacts>>;

/** Describes a job for replies. `state` is undefined for a job that has no stored state yet. */
export function jobFacts({ name, summary, due }: Job, state: ScheduledJobState | undefined, now: Date): JobFacts {
  const pausedBy = state?.paused_by ?? null;
  const lastRun = state?.last_run ?? null;
  return {
    name,
    summary,
    state: pausedBy === null ? 'scheduled' : 'paused',
    next_run_at: pausedBy === null ? nextRun(due, state, now) : null,
    paused_by: pausedBy,
    last_run: lastRun && {
      started_at: lastRun.started_at,
      duration_ms: Date.parse(lastRun.ended_at) - Date.parse(lastRun.started_at),
      result: lastRun.result,
      message: lastRun.message,
    },
  };
}

function nextRun(due: Job['due'], state: ScheduledJobState | undefined, now: Date): string {
  const regular = nextDue(due, now);
  const retry = state?.retry_at ?? null;
  return retry === null || new Date(retry) > regular ? regular.toISOString() : new Date(retry).toISOString();
}
