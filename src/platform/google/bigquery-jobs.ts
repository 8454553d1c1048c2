import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { Unavailable } from '../unavailable.ts';
import type { WarehouseJobState } from '../warehouse.ts';
import type { BigqueryConnection } from './bigquery-connection.ts';
import { isConflict, isMissing, isTransientFault, JobFault, knownFault } from './bigquery-error.ts';
import { derivedJobId } from './job-id.ts';

const MOST_ATTEMPTS = 100;
const NEW_ATTEMPTS = 4;
const LONGEST_POLL_MS = 2_000;

const JobMetadata = z.object({
  configuration: z.object({ labels: z.record(z.string(), z.string()).optional() }).optional(),
  status: z.object({ state: z.string(), errorResult: JobFault.optional() }),
});
type JobMetadata = z.infer<typeof JobMetadata>;

/** Sends a job to BigQuery under an id. BigQuery refuses an id that it has seen before. */
export type SubmitJob = (jobId: string) => Promise<unknown>;

export interface WarehouseJob {
  readonly id: string;
  /** What the job is called in errors, such as the name of its statement. */
  readonly name: string;
  readonly submit: SubmitJob;
}

export interface BigqueryJobs {
  /**
   * Runs a job once, however often it is called with the same id, and resolves to the id under which it succeeded. A job that failed had no
   * effect, so it runs again under an id that is derived from the first. Throws `Unavailable` while nobody knows whether the job had an effect.
   */
  run(job: WarehouseJob): Promise<string>;
  /** Reads the state of the newest job under an id. Waits for the end of a running job. */
  state(jobId: string): Promise<WarehouseJobState>;
}

type EndedJob =
  | { readonly type: 'succeeded' }
  | { readonly type: 'failed'; readonly name: string; readonly fault: JobFault };

export function bigqueryJobs(connection: BigqueryConnection): BigqueryJobs {
  const read = (id: string) => readJob(connection, id);
  return {
    async run(job) {
      let failures = 0;
      for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
        const id = derivedJobId(job.id, attempt);
        const isNew = await submitNew(connection, { ...job, id });
        const ended = await endOf(connection, id, await read(id));
        if (ended.type === 'succeeded') return id;
        if (isNew) failures = await afterFailure(connection, { ...job, fault: ended.fault, failures });
      }
      throw new Error(`${job.name} failed ${MOST_ATTEMPTS} times as the job ${job.id}`);
    },
    async state(jobId) {
      let state: WarehouseJobState = { state: 'absent' };
      for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
        const id = derivedJobId(jobId, attempt);
        const found = await read(id);
        if (found === undefined) return state;
        const ended = await endOf(connection, id, found);
        if (ended.type === 'succeeded') return { state: 'succeeded' };
        state = { state: 'failed', message: `${ended.name} failed: ${ended.fault.message}` };
      }
      return state;
    },
  };
}

/**
 * Submits a job. Resolves to whether this call created it; false when the id was known before. When the answer is lost, the repeated request
 * finds the id, and the job counts as known.
 */
async function submitNew(connection: BigqueryConnection, { id, submit }: WarehouseJob): Promise<boolean> {
  try {
    await connection.call(() => submit(id));
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    // A job that ended with an error at once, or whose answers were all lost, is known by its id.
    if ((await readJob(connection, id)) !== undefined) return true;
    throw error;
  }
}

async function readJob({ client, location, call }: BigqueryConnection, id: string): Promise<JobMetadata | undefined> {
  try {
    const [metadata] = await call(() => client.job(id, { location }).getMetadata());
    return JobMetadata.parse(metadata);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Waits for the end of a job. Throws `Unavailable` at the deadline. The job continues and is found by its id. */
async function endOf(connection: BigqueryConnection, id: string, first: JobMetadata | undefined): Promise<EndedJob> {
  const deadlineAt = performance.now() + connection.jobTimeoutMs;
  let metadata = first;
  for (
    let pauseMs = connection.retryDelayMs / 4;
    metadata?.status.state !== 'DONE';
    pauseMs = Math.min(2 * pauseMs, LONGEST_POLL_MS)
  ) {
    if (performance.now() >= deadlineAt) {
      const cause = new Error(`the job ${id} has not ended within ${connection.jobTimeoutMs} ms`);
      throw new Unavailable('BigQuery', cause, `has not finished the job ${id} in time`);
    }
    await pause(pauseMs);
    metadata = await readJob(connection, id);
  }
  const { errorResult: fault } = metadata.status;
  if (fault === undefined) return { type: 'succeeded' };
  return { type: 'failed', name: metadata.configuration?.labels?.['statement'] ?? 'the job', fault };
}

interface FailedAttempt {
  readonly name: string;
  readonly fault: JobFault;
  /** The number of attempts of this call that failed before. */
  readonly failures: number;
}

/** Waits before the next attempt, and resolves to the number of failed ones. Throws when another attempt would not help. */
async function afterFailure(
  { retryDelayMs, projectId }: BigqueryConnection,
  { name, fault, failures }: FailedAttempt,
): Promise<number> {
  const failed = failures + 1;
  if (failed === NEW_ATTEMPTS || !isTransientFault(fault)) throw failure(name, fault, projectId);
  await pause(retryDelayMs * 2 ** failed);
  return failed;
}

function failure(name: string, fault: JobFault, projectId: string): Error {
  const known = knownFault(fault, projectId);
  if (known !== undefined) return known;
  const cause = new Error(`${name} failed: ${fault.message}`);
  return isTransientFault(fault) ? new Unavailable('BigQuery', cause, 'failed a job repeatedly') : cause;
}
