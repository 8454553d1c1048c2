import type { Job } from '../operations/app.ts';
import { type MissingJob, readMissingJobs } from '../operations/jobs/missing-jobs.ts';
import { leagueDay } from '../operations/kit/league-time.ts';
import { instantFromDate } from '../platform/instant.ts';
import { type FoundProblem, reportProblem } from './report-problem.ts';

const NAME = 'check-jobs';
const CATCH_UP_MS = 15 * 60_000;

/**
 * Reports jobs that do not run on schedule. Then pings an external monitor, which raises an alarm when the pings stop.
 */
export const checkJobs: Job = {
  name: NAME,
  summary: 'Check that every job of the schedule runs, and ping the heartbeat URL.',
  due: ['*/15 * * * *'],
  catchUpWithinMs: CATCH_UP_MS,
  async run(app) {
    const missing = await readMissingJobs(app, NAME);
    await reportProblem(app, { job: NAME, incidentKey: 'missing-jobs' }, problemOf(missing));
    await app.pingHeartbeat();
    return missing.length === 0
      ? `All ${app.jobs.length} jobs run.`
      : `Jobs that do not run: ${missing.map(({ name }) => name).join(', ')}.`;
  },
};

function problemOf(missing: readonly MissingJob[]): FoundProblem | undefined {
  if (missing.length === 0) return undefined;
  return {
    title: `${missing.length === 1 ? 'One job does' : `${missing.length} jobs do`} not run`,
    detail: missing.map(sentence).join(' '),
    remedy: '`tipoff jobs list` shows the last runs. `tipoff jobs run <name>` runs a job by hand.',
  };
}

function sentence({ name, missedAt }: MissingJob): string {
  if (missedAt === null) return `The job ${name} has never been started.`;
  return `The job ${name} was due at ${leagueDay(instantFromDate(missedAt))} and has not ended.`;
}
