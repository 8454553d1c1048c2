import { randomUUID } from 'node:crypto';
import pLimit from 'p-limit';
import type * as z from 'zod';
import { errorText } from '../error-text.ts';
import type { Migration } from '../migration.ts';
import { once } from '../once.ts';
import { assertDistinctColumns, parseRows } from '../parse-rows.ts';
import type { QueryEstimates, SampleParameters } from '../query-estimate.ts';
import { datasetOf } from '../table-ddl.ts';
import type { Statement, Table, Warehouse } from '../warehouse.ts';
import { type BigqueryConnection, type BigqueryOptions, connectBigquery, tableIn } from './bigquery-connection.ts';
import { ensureDataset } from './bigquery-dataset.ts';
import { isMissing } from './bigquery-error.ts';
import { type BigqueryJobs, bigqueryJobs } from './bigquery-jobs.ts';
import { type Lines, labelsOf, loadOf, RefusedRow, withRowFile } from './bigquery-load.ts';
import { type MigrationRunner, migrateBigquery } from './bigquery-migrations.ts';
import { plainRows, ResultPage } from './bigquery-rows.ts';
import { checkSchema, datasetsOf } from './bigquery-schema.ts';
import { type BoundQuery, bindQuery } from './bigquery-statement.ts';
import { estimateQueries } from './estimate-queries.ts';

const PAGE_ROWS = 10_000;
/** BigQuery queues few changes of one table at a time. More would be refused. */
const CHANGES_AT_ONCE = 5;

export interface BigqueryWarehouseOptions extends BigqueryOptions {
  readonly migrations: readonly Migration[];
  /** Returns the text of a SQL statement by the statement's name. Throws for an unknown name. */
  readonly statements: (name: string) => string;
}

export interface BigqueryWarehouse extends Warehouse {
  /** Runs the migrations that did not run yet. Resolves to their ids. */
  migrate(): Promise<readonly string[]>;
  /** Compares the tables with their descriptions. Throws a `Problem` that names what differs or which role is missing. */
  check(): Promise<void>;
  /** Asks BigQuery what statements would read, without running them. `texts` are the statements by name. */
  estimate(texts: ReadonlyMap<string, string>, parametersOf: SampleParameters): Promise<QueryEstimates>;
}

/**
 * A warehouse in BigQuery. Rows are written by load jobs and statements, never by streaming inserts, so a row can be changed at once. Every job
 * has a fixed id. The first use compares the tables with their descriptions, and throws a `Problem` that names a column that differs.
 */
export function bigqueryWarehouse(options: BigqueryWarehouseOptions): BigqueryWarehouse {
  const { migrations, statements } = options;
  const connection = connectBigquery(options, datasetsOf(migrations));
  const jobs = bigqueryJobs(connection);
  const ready = once(() => checkSchema(connection, migrations));
  const dataset = datasetsOnce(connection);
  const changes = pLimit(CHANGES_AT_ONCE);
  /** The loads that were refused here, before BigQuery saw them. */
  const refused = new Map<string, string>();
  const bound = (statement: Statement) => bindQuery(statement, statements(statement.sql), connection.names);

  const warehouse: BigqueryWarehouse = {
    async query(statement, row) {
      return (await Array.fromAsync(warehouse.pages(statement, row))).flat();
    },

    async *pages(statement, row) {
      await ready();
      yield* readPages(connection, jobs, { query: bound(statement), row });
    },

    async execute(statement, jobId) {
      await ready();
      const query = bound(statement);
      await changes(() => jobs.run({ id: jobId, name: query.name, submit: submitQuery(connection, query) }));
    },

    async load(table, lines, jobId) {
      await ready();
      if ((await jobs.state(jobId)).state === 'succeeded') return;
      await dataset(datasetOf(table.name));
      try {
        await loadRows(connection, jobs, { table, lines, jobId });
      } catch (error) {
        if (!(error instanceof RefusedRow)) throw error;
        const message = `load of ${table.name} failed: ${error.message}`;
        refused.set(jobId, message);
        throw new Error(message, { cause: error });
      }
    },

    async job(jobId) {
      await ready();
      const found = await jobs.state(jobId);
      const message = refused.get(jobId);
      return found.state === 'absent' && message !== undefined ? { state: 'failed', message } : found;
    },

    tablesIn: (name) => tablesIn(connection, name),

    async drop(table) {
      await connection.call(() => tableIn(connection, table).delete({ ignoreNotFound: true }));
    },

    migrate: () => migrateBigquery(connection, textRunner(connection, jobs), migrations),
    check: () => checkSchema(connection, migrations),
    estimate: (texts, parametersOf) => estimateQueries(connection, texts, parametersOf),
    close: async () => undefined,
  };
  return warehouse;
}

function submitQuery(
  { client, location, maximumBytes }: BigqueryConnection,
  { name, query, parameterMode, queryParameters }: BoundQuery,
) {
  return (jobId: string) =>
    client.createQueryJob({
      jobId,
      location,
      query,
      parameterMode,
      queryParameters: [...queryParameters],
      maximumBytesBilled: String(maximumBytes),
      labels: labelsOf(name),
    });
}

interface RowQuery<T> {
  readonly query: BoundQuery;
  readonly row: z.ZodType<T>;
}

async function* readPages<T>(
  connection: BigqueryConnection,
  jobs: BigqueryJobs,
  { query, row }: RowQuery<T>,
): AsyncIterable<readonly T[]> {
  const { name } = query;
  const id = await jobs.run({ id: `query-${randomUUID()}`, name, submit: submitQuery(connection, query) });
  for await (const page of resultPages(connection, id)) {
    assertDistinctColumns(name, page.schema?.fields.map((field) => field.name) ?? []);
    yield parseRows(
      name,
      withName(name, () => plainRows(page)),
      row,
    );
  }
}

/** Runs statements whose `sql` is their text, before the tables are as the schema check wants them. */
function textRunner(connection: BigqueryConnection, jobs: BigqueryJobs): MigrationRunner {
  const bound = (statement: Statement) => ({
    ...bindQuery(statement, statement.sql, connection.names),
    name: 'migration',
  });
  return {
    async query(statement, row) {
      const pages = await Array.fromAsync(readPages(connection, jobs, { query: bound(statement), row }));
      return pages.flat();
    },
    async execute(statement, jobId) {
      const query = bound(statement);
      await jobs.run({ id: jobId, name: query.name, submit: submitQuery(connection, query) });
    },
  };
}

interface RowLoad {
  readonly table: Table;
  readonly lines: Lines;
  readonly jobId: string;
}

async function loadRows(connection: BigqueryConnection, jobs: BigqueryJobs, { table, lines, jobId }: RowLoad) {
  const name = `load of ${table.name}`;
  await withRowFile(table, lines, async (file) => {
    const submit = (id: string) =>
      tableIn(connection, table.name).createLoadJob(file, { ...loadOf(table, connection.location), jobId: id });
    await jobs.run({ id: jobId, name, submit });
  });
}

/** Reads the result of a query job. The rows stay texts, because the port's types differ from those of the client. */
async function* resultPages({ client, location, call }: BigqueryConnection, jobId: string): AsyncIterable<ResultPage> {
  const job = client.job(jobId, { location });
  let pageToken: string | undefined;
  do {
    const request = {
      maxResults: PAGE_ROWS,
      autoPaginate: false,
      skipParsing: true,
      ...(pageToken === undefined ? {} : { pageToken }),
    };
    const [, , answer] = await call(() => job.getQueryResults(request));
    const page = ResultPage.parse(answer);
    yield page;
    pageToken = page.pageToken;
  } while (pageToken !== undefined);
}

async function tablesIn({ client, names, call }: BigqueryConnection, dataset: string): Promise<readonly string[]> {
  try {
    const [tables] = await call(() => client.dataset(names.stored(dataset)).getTables());
    return tables.map(({ id }) => `${dataset}.${id}`).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Creates each dataset at its first use by a load. */
function datasetsOnce(connection: BigqueryConnection): (dataset: string) => Promise<void> {
  const known = new Map<string, () => Promise<void>>();
  return async (dataset) => {
    const ensure = known.get(dataset) ?? once(() => ensureDataset(connection, dataset));
    known.set(dataset, ensure);
    await ensure();
  };
}

function withName<R>(name: string, read: () => R): R {
  try {
    return read();
  } catch (error) {
    throw new Error(`${name} failed: ${errorText(error)}`, { cause: error });
  }
}
