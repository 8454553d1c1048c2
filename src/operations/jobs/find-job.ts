import { Problem } from '../../platform/problem.ts';
import type { App, Job } from '../app.ts';
import { quoteInput } from '../kit/input/printable.ts';
import { text } from '../kit/input/text.ts';

export const JobName = text({ what: 'the name of a job', maxLength: 60, works: '`tipoff jobs list` lists the jobs' });

/** Finds a job by its name. Throws a `Problem` `unknown_job` that lists the jobs. */
export function findJob({ jobs }: Pick<App, 'jobs'>, name: string): Job {
  const job = jobs.find((each) => each.name === name.trim());
  if (job !== undefined) return job;
  const message = `The job ${quoteInput(name)} does not exist. The jobs are ${jobs.map((each) => each.name).join(', ')}.`;
  throw new Problem({ code: 'unknown_job', message });
}
