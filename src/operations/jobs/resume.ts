import * as z from 'zod';
import { instantFromDate } from '../../platform/instant.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { leagueDay } from '../kit/league-time.ts';
import { type Outcome, operation } from '../kit/operation.ts';
import { nextDue } from './due-time.ts';
import { findJob, JobName } from './find-job.ts';
import { resumeJob } from './pause-job.ts';

const JobsResumeInput = z.strictObject({ name: JobName.describe('the name of the job') });
const ResumedJob = z.object({
  name: z.string(),
  /** The next due time; null if the job was not paused. */
  next_run_at: z.string().nullable(),
});
type ResumedJob = z.infer<typeof ResumedJob>;

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'jobs resume': typeof JobsResumeInput;
  }
}

export const resumeScheduledJob = operation({
  name: 'jobs resume',
  summary: 'Resume a paused job.',
  input: JobsResumeInput,
  output: ResumedJob,
  positionals: ['name'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, call): Promise<Outcome<ResumedJob, never>> {
    const job = findJob(app, call.input.name);
    const { name } = job;
    const decision = await resumeJob(app.store, auditContextOfCall(app, call), { name, now: app.now() });
    if (decision.type === 'unchanged') {
      return {
        decision: 'done',
        code: 'not_paused',
        message: `${name} is not paused.`,
        data: { name, next_run_at: null },
        next: [],
      };
    }
    const nextRun = instantFromDate(nextDue(job.due, app.now()));
    const message = `Resumed ${name}. It runs next at ${leagueDay(nextRun)}. Due times during the pause are skipped.`;
    return { decision: 'done', code: 'ok', message, data: { name, next_run_at: nextRun }, next: [] };
  },
});
