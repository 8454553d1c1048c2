import * as z from 'zod';
import { JobRun } from '../../coordination/jobs/scheduled-job-state.ts';
import { recordChange } from '../kit/audit-context-of-call.ts';
import { operation } from '../kit/operation.ts';
import { findJob, JobName } from './find-job.ts';
import { runJobNow } from './run-job.ts';

const JobsRunInput = z.strictObject({ name: JobName.describe('the name of the job') });
declare module '../kit/next-step.ts' {
  interface StepInputs {
    'jobs run': typeof JobsRunInput;
  }
}

export const runJob = operation({
  name: 'jobs run',
  summary: 'Run a job now.',
  input: JobsRunInput,
  output: JobRun,
  refusal: JobRun,
  positionals: ['name'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input, ...call }) {
    const job = findJob(app, input.name);
    const decision = await runJobNow(app, job);
    if (decision.type !== 'ran') {
      const message = `Another instance is running ${job.name} now. \`jobs list\` shows the result later.`;
      return { decision: 'refused', code: 'job_running', message, data: null, next: [] };
    }
    const { run } = decision;
    const subject = { kind: 'job', id: job.name } as const;
    await recordChange(app, call, { action: 'job.run', subject, before: null, after: { result: run.result } });
    if (run.result === 'succeeded') {
      return { decision: 'done', code: 'ok', message: run.message, data: run, next: [] };
    }
    return {
      decision: 'refused',
      code: 'job_failed',
      message: `${job.name} failed: ${run.message}`,
      data: run,
      next: [],
    };
  },
});
