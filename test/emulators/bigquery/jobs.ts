import pLimit from 'p-limit';
import { errorText } from '#src/platform/error-text.ts';
import type { Engine, Result } from './engine.ts';
import { JobRequest, notFound, Refusal } from './protocol.ts';

export interface JobFault {
  readonly reason: string;
  readonly message: string;
}

interface Job {
  readonly request: JobRequest;
  readonly ended: Promise<void>;
  state: 'RUNNING' | 'DONE';
  errorResult?: JobFault;
  result?: Result;
}

/** The jobs of the loopback BigQuery. An id is used once, also by a job that failed. */
export class Jobs {
  /** Every job request that was accepted, in order. */
  readonly requests: JobRequest[] = [];
  readonly #jobs = new Map<string, Job>();
  readonly #serially = pLimit(1);
  readonly #engine: Engine;
  readonly #hasDataset: (dataset: string) => boolean;
  /** The faults with which the next jobs end, without an effect. */
  readonly #faults: JobFault[] = [];
  #held = { which: /^/, until: Promise.resolve() };

  constructor(engine: Engine, hasDataset: (dataset: string) => boolean) {
    this.#engine = engine;
    this.#hasDataset = hasDataset;
  }

  failNext(...faults: readonly JobFault[]): void {
    this.#faults.push(...faults);
  }

  /** Keeps the jobs with such ids running until the returned function is called. */
  hold(which = /^/): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held = { which, until: promise };
    return resolve;
  }

  /** Starts a query job, or answers a dry run with its estimate. A dry run leaves no job. */
  async submit(body: unknown): Promise<object> {
    const { jobReference, configuration } = JobRequest.parse(body);
    if (configuration.dryRun !== true || configuration.query === undefined) return this.insert(body, undefined);
    const { bytes, tables } = await this.#engine.estimate(configuration.query);
    return {
      jobReference: { projectId: 'test', location: 'US', jobId: jobReference.jobId },
      configuration: { dryRun: true },
      status: { state: 'DONE' },
      statistics: {
        totalBytesProcessed: String(bytes),
        query: { referencedTables: tables.map((tableId) => ({ tableId })) },
      },
    };
  }

  insert(body: unknown, rows: string | undefined): object {
    const request = JobRequest.parse(body);
    const { jobId } = request.jobReference;
    if (this.#jobs.has(jobId)) {
      throw new Refusal({ status: 409, reason: 'duplicate', message: `Already Exists: Job test:US.${jobId}` });
    }
    const { load } = request.configuration;
    const dataset = load?.destinationTable.datasetId;
    if (dataset !== undefined && !this.#hasDataset(dataset)) throw notFound(`Dataset test:${dataset}`);
    this.requests.push(request);
    const fault = this.#faults.shift();
    const job: Job = { request, state: 'RUNNING', ended: Promise.resolve() };
    this.#jobs.set(jobId, { ...job });
    const stored = this.#job(jobId);
    const held = this.#held.which.test(jobId) ? this.#held.until : Promise.resolve();
    void held.then(() => this.#serially(() => this.#run(stored, rows ?? '', fault)));
    return this.get(jobId);
  }

  get(jobId: string): object {
    const { request, state, errorResult } = this.#job(jobId);
    const { configuration } = request;
    const labels = configuration.labels ?? configuration.load?.labels;
    return {
      jobReference: { projectId: 'test', location: 'US', jobId },
      configuration: { ...(labels === undefined ? {} : { labels }) },
      status: { state, ...(errorResult === undefined ? {} : { errorResult, errors: [errorResult] }) },
    };
  }

  results(jobId: string, { from, most }: { readonly from: number; readonly most: number }): object {
    const { result, state } = this.#job(jobId);
    if (result === undefined) return { jobComplete: state === 'DONE', schema: { fields: [] } };
    const end = Math.min(from + most, result.rows.length);
    return {
      jobComplete: true,
      schema: { fields: result.fields },
      rows: result.rows.slice(from, end),
      totalRows: String(result.rows.length),
      ...(end < result.rows.length ? { pageToken: String(end) } : {}),
    };
  }

  #job(jobId: string): Job {
    const job = this.#jobs.get(jobId);
    if (job === undefined) throw notFound(`Job test:US.${jobId}`);
    return job;
  }

  async #run(job: Job, rows: string, fault: JobFault | undefined): Promise<void> {
    const { query, load } = job.request.configuration;
    try {
      if (fault !== undefined) job.errorResult = fault;
      else if (query !== undefined) job.result = await this.#engine.query(query);
      else if (load !== undefined) await this.#engine.load(load, rows);
    } catch (error) {
      job.errorResult = faultOf(errorText(error));
    }
    job.state = 'DONE';
  }
}

function faultOf(message: string): JobFault {
  const [, table] = /Table with name (\S+) does not exist/.exec(message) ?? [];
  if (table !== undefined)
    return { reason: 'notFound', message: `Not found: Table test:${table} was not found in location US` };
  return { reason: 'invalidQuery', message };
}
