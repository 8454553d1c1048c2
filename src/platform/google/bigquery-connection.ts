import { BigQuery } from '@google-cloud/bigquery';
import { PassThroughClient } from 'google-auth-library';
import pRetry from 'p-retry';
import type { Table } from '../warehouse.ts';
import { type DatasetNames, datasetNames } from './bigquery-datasets.ts';
import { bigqueryError, isTransientError } from './bigquery-error.ts';
import { googleCredentials } from './google-credentials.ts';

const REQUEST_TIMEOUT_MS = 30_000;
const JOB_TIMEOUT_MS = 600_000;
const MAX_BYTES = 10 * 1024 ** 3;
const RETRIES = 3;
const RETRY_DELAY_MS = 500;

export interface BigqueryOptions {
  readonly projectId: string;
  /** The region of the datasets, such as `US`. */
  readonly location: string;
  /** What the names of the datasets in the project begin with; empty by default. */
  readonly datasetPrefix?: string;
  /** The number of bytes that one query may read at most. BigQuery refuses a larger query and bills nothing. */
  readonly maximumBytes?: number;
  /** The milliseconds for which the warehouse waits for the end of a job. After them, it throws `Unavailable`, and the job continues. */
  readonly jobTimeoutMs?: number;
  /** The pause before the first repetition of a failed request, in milliseconds. Each further pause is twice as long. */
  readonly retryDelayMs?: number;
  /** The address of an emulator, such as `http://127.0.0.1:9050`. */
  readonly endpoint?: string;
}

export interface BigqueryConnection {
  readonly client: BigQuery;
  readonly projectId: string;
  readonly location: string;
  readonly names: DatasetNames;
  readonly maximumBytes: number;
  readonly jobTimeoutMs: number;
  readonly retryDelayMs: number;
  /**
   * Sends a request that may be repeated, and repeats it up to three times after a transient failure. Throws `Unavailable` after them, and a
   * `Problem` for a failure that a person can end.
   */
  call<T>(request: () => Promise<T>): Promise<T>;
}

/** Connects to BigQuery. `datasets` are the names of Tipoff's datasets without the prefix. */
export function connectBigquery(options: BigqueryOptions, datasets: readonly string[]): BigqueryConnection {
  const { projectId, location, endpoint, retryDelayMs = RETRY_DELAY_MS } = options;
  // Requests are repeated here and not by the client, which does not repeat uploads.
  const client = new BigQuery({
    projectId,
    location,
    autoRetry: false,
    ...(endpoint === undefined ? {} : emulated(endpoint)),
  });
  client.timeout = REQUEST_TIMEOUT_MS;
  // Google's client also reads BIGQUERY_EMULATOR_HOST, and would take the address for a whole URL.
  if (endpoint !== undefined) client.baseUrl = `${endpoint}/bigquery/v2`;
  return {
    client,
    projectId,
    location,
    names: datasetNames(options.datasetPrefix ?? '', datasets),
    maximumBytes: options.maximumBytes ?? MAX_BYTES,
    jobTimeoutMs: options.jobTimeoutMs ?? JOB_TIMEOUT_MS,
    retryDelayMs,
    call: (request) =>
      pRetry(
        async () => {
          if (endpoint === undefined) await googleCredentials();
          return await request();
        },
        {
          retries: RETRIES,
          minTimeout: retryDelayMs,
          shouldRetry: ({ error }) => isTransientError(error),
        },
      ).catch((error: unknown) => {
        throw bigqueryError(error, projectId);
      }),
  };
}

/** Requests to an emulator carry no credentials. */
function emulated(apiEndpoint: string) {
  return { apiEndpoint, authClient: new PassThroughClient(), useAuthWithCustomEndpoint: true };
}

/** The client's object for a table of Tipoff. */
export function tableIn({ client, names }: Pick<BigqueryConnection, 'client' | 'names'>, name: Table['name']) {
  const { datasetId, tableId } = names.table(name);
  return client.dataset(datasetId).table(tableId);
}
