import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import type { JobRun } from '../../coordination/jobs/scheduled-job-state.ts';
import type { App } from '../../operations/app.ts';
import { runSlot, type SlotDecision } from '../../operations/jobs/run-slot.ts';
import { quoteInput } from '../../operations/kit/input/printable.ts';
import { leagueDay } from '../../operations/kit/league-time.ts';
import type { Instant } from '../../platform/instant.ts';
import { Problem } from '../../platform/problem.ts';
import { admitMachine, endpointOff } from './admit-machine.ts';
import { type HttpProblem, wrongMethod } from './problem-details.ts';
import { respondJson, respondProblem } from './respond.ts';
import type { GuardedExchange } from './route-request.ts';

/** The beginning of the paths that this handler serves. */
const JOBS_PATH = '/jobs/';
const VARIABLES = 'GCP_JOBS_AUDIENCE and GCP_JOBS_SERVICE_ACCOUNT';
/** Cloud Scheduler names the slot, and sends the same slot with every repetition. */
const SLOT_HEADER = 'x-cloudscheduler-scheduletime';
const Slot = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

export interface ScheduledJobs {
  readonly app: App;
  /** The names of all jobs, also of those that the configuration switches off. */
  readonly names: readonly string[];
}

/**
 * Runs a job that Cloud Scheduler starts. Cloud Scheduler repeats a request after every status but 2xx. The answer is therefore
 * 200 where a repetition changes nothing, also for a job that failed for good: its incident is open. 503 and 409 ask for a repetition.
 */
export async function answerScheduledJob({ app, names }: ScheduledJobs, exchange: GuardedExchange): Promise<void> {
  const { request, response, path } = exchange;
  if (app.scheduler === undefined) return respondProblem(response, endpointOff(`${JOBS_PATH}<name>`, VARIABLES));
  if (request.method !== 'POST') return respondProblem(response, wrongMethod('POST'));
  if ((await admitMachine(exchange, { caller: app.scheduler, log: app.log })) === 'refused') return;
  const name = path.slice(JOBS_PATH.length);
  if (!names.includes(name)) return respondProblem(response, unknownJob(name, names));
  const job = app.jobs.find((each) => each.name === name);
  const slot = slotOf(request);
  if (job === undefined) return respondJson(response, 200, { job: name, ...SWITCHED_OFF });
  const decision = await runSlot(app, job, slot);
  const answer = answerTo(decision);
  app.log.info({ job: name, slot, ...answer }, 'Cloud Scheduler started a job');
  if (answer.status === 200) return respondJson(response, 200, { job: name, ...answer.report });
  respondProblem(response, problemOf(answer));
}

const SWITCHED_OFF = {
  result: 'switched_off',
  message: 'TIPOFF_SCHEDULE switches this job off. Delete its Cloud Scheduler job, or set its times there.',
} as const;

interface JobReport {
  readonly result: string;
  readonly message: string;
  readonly last_run?: JobRun | null;
}

type JobAnswer =
  | { readonly status: 200; readonly report: JobReport }
  | { readonly status: 400 | 409 | 503; readonly code: string; readonly message: string };

function answerTo(decision: SlotDecision): JobAnswer {
  switch (decision.type) {
    case 'ran': {
      const { run, retryAt } = decision;
      if (retryAt !== null) return { status: 503, code: 'job_failed', message: repeated(run, retryAt) };
      return { status: 200, report: { result: run.result, message: run.message, last_run: run } };
    }
    case 'waits':
      return { status: 503, code: 'job_failed', message: repeated(decision.lastRun, decision.retryAt) };
    case 'held':
      return { status: 409, code: 'job_running', message: 'Another process is running this job now.' };
    case 'handled':
      return { status: 200, report: { result: 'already_run', message: ALREADY_RUN, last_run: decision.lastRun } };
    case 'paused':
      return { status: 200, report: { result: 'paused', message: `${decision.pausedBy} paused this job.` } };
    case 'too-late':
      return { status: 200, report: { result: 'too_late', message: TOO_LATE } };
    case 'in-the-future':
      return { status: 400, code: 'slot_in_the_future', message: IN_THE_FUTURE };
  }
}

const ALREADY_RUN = 'This time of the schedule was run or skipped before.';
const TOO_LATE = 'This time of the schedule is so long ago that the job does not catch up with it.';
const IN_THE_FUTURE = 'This time of the schedule is in the future. Compare the clock of this machine.';

function repeated({ message }: JobRun, retryAt: Instant): string {
  return `The run is repeated at ${leagueDay(retryAt)}. It failed: ${message}`;
}

function problemOf({ status, code, message }: Exclude<JobAnswer, { status: 200 }>): HttpProblem {
  return { type: 'about:blank', title: 'The job has not ended well', status, detail: message, code };
}

function unknownJob(name: string, names: readonly string[]): HttpProblem {
  const detail = `The job ${quoteInput(name)} does not exist. The jobs are ${names.join(', ')}.`;
  return { type: 'about:blank', title: 'Not found', status: 404, detail, code: 'unknown_job' };
}

/** Throws a `Problem` if the request does not name its slot. Without the slot, a repetition could not be recognized. */
function slotOf({ headers }: IncomingMessage): Date {
  const slot = Slot.safeParse(headers[SLOT_HEADER]).data;
  if (slot !== undefined) return slot;
  throw new Problem({
    code: 'bad_input',
    message:
      'Send the header X-CloudScheduler-ScheduleTime with a time such as 2026-02-05T13:00:00Z. Cloud Scheduler sends it by itself.',
  });
}
