import * as z from 'zod';
import { JOB_STATES } from '../../coordination/jobs/scheduled-job-state.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { JobFacts, jobFacts } from './job-facts.ts';

export const listJobs = operation({
  name: 'jobs list',
  summary: 'List the jobs with their last and next runs.',
  input: z.strictObject({}),
  output: z.object({ jobs: z.array(JobFacts) }),
  positionals: [],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run({ jobs, store, now }) {
    const found = await store.getAll(
      { collection: JOB_STATES },
      jobs.map(({ name }) => name),
    );
    const facts = jobs.map((job, index) => jobFacts(job, found[index]?.data, now()));
    const failed = facts.filter(({ last_run }) => last_run?.result === 'failed').map(({ name }) => name);
    const message =
      failed.length === 0
        ? `${facts.length === 1 ? 'One job is' : `${facts.length} jobs are`} on the schedule. None failed at its last run.`
        : `The last run failed: ${failed.join(', ')}.`;
    const next = failed.map((name) => nextStep('jobs run', { name }, { why: `Run ${name} again now.` }));
    return { decision: 'done', code: failed.length === 0 ? 'ok' : 'failed_jobs', message, data: { jobs: facts }, next };
  },
});
