import * as z from 'zod';
import { Problem } from '../../platform/problem.ts';
import type { App, Job } from '../app.ts';
import { quoteInput } from '../kit/input/printable.ts';

const MAX_CHARACTERS = 60;

export const JobName = z.string().trim().min(1).max(MAX_CHARACTERS);

/** Finds a job by its name. Throws a `Problem` `unknown_job` that lists the jobs. */
export function findJob({ jobs }: Pick<App, 'jobs'>, name: string): Job {
  const job = jobs.find((each) => each.name === name);
  if (job !== undefined) return job;
  const message = `The job ${quoteInput(name)} does not exist. The jobs are ${jobs.map((each) => each.name).join(', ')}.`;
  throw new Problem({ code: 'unknown_job', message });
}
