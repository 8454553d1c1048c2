import * as z from 'zod';
import { named } from './named.ts';
import { numberText } from './number-text.ts';
import { parseVariables } from './parse-variables.ts';

const GIB = 1024 ** 3;
const MOST_GIB = 100_000;
const LOCATION = /^[A-Za-z][A-Za-z0-9-]{1,40}$/;
const PREFIX = /^[a-z][a-z0-9_]{0,40}$/;
const ADDRESS = /^[\w.-]+:\d{1,5}$/;

const WarehouseKind = z
  .enum(['bigquery', 'duckdb'], { error: 'it must be bigquery (the default) or duckdb' })
  .default('bigquery');

const BigqueryVariables = z.object({
  GCP_BIGQUERY_LOCATION: named(LOCATION, 'a location of BigQuery, such as US or europe-west1').default('US'),
  GCP_BIGQUERY_DATASET_PREFIX: named(
    PREFIX,
    'the beginning of names of datasets: small letters, digits and _, such as test_',
  ).optional(),
  GCP_BIGQUERY_MAX_GB: numberText({
    max: MOST_GIB,
    hint: `it must be the number of GiB that one query may read, 1 to ${MOST_GIB}`,
  }).prefault('10'),
  BIGQUERY_EMULATOR_HOST: named(ADDRESS, 'an address such as 127.0.0.1:9050').optional(),
});

/** Where the warehouse is with `PLATFORM=gcp`: in BigQuery, or in a file in the data folder of this machine. */
export type GcpWarehouseConfig = { readonly type: 'duckdb' } | BigqueryConfig;

export interface BigqueryConfig {
  readonly type: 'bigquery';
  readonly location: string;
  readonly datasetPrefix: string;
  /** The number of bytes that one query may read at most. */
  readonly maximumBytes: number;
  /** The URL of an emulator. */
  readonly endpoint?: string;
}

export function readGcpWarehouseConfig(variables: Readonly<Record<string, string | undefined>>): GcpWarehouseConfig {
  const { GCP_WAREHOUSE: type } = parseVariables(z.object({ GCP_WAREHOUSE: WarehouseKind }), variables);
  if (type === 'duckdb') return { type };
  const read = parseVariables(BigqueryVariables, variables);
  return {
    type,
    location: read.GCP_BIGQUERY_LOCATION,
    datasetPrefix: read.GCP_BIGQUERY_DATASET_PREFIX ?? '',
    maximumBytes: read.GCP_BIGQUERY_MAX_GB * GIB,
    ...(read.BIGQUERY_EMULATOR_HOST === undefined ? {} : { endpoint: `http://${read.BIGQUERY_EMULATOR_HOST}` }),
  };
}
