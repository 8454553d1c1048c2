import { randomUUID } from 'node:crypto';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { loadFile } from '#src/platform/embedded/duckdb-load.ts';
import { PRELUDE } from '#src/platform/embedded/duckdb-prelude.ts';
import { rowsOf } from '#src/platform/embedded/duckdb-rows.ts';
import { bindStatement } from '#src/platform/embedded/duckdb-statement.ts';
import { inTransaction } from '#src/platform/embedded/duckdb-transaction.ts';
import type { Parameter, Table } from '#src/platform/warehouse.ts';
import { estimateOf } from './estimate.ts';
import type { UnfilteredTable, unfilteredTable } from './partition-filter.ts';
import { type LoadConfiguration, notFound, type QueryConfiguration } from './protocol.ts';

/** The result of a query, as the REST interface writes it: every value is a text. */
export interface Result {
  readonly fields: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly { readonly f: readonly { readonly v: string | null }[] }[];
}

interface StoredTable {
  readonly fields: readonly { readonly name: string; readonly type: string; readonly mode: string }[];
  readonly partitionField: string | undefined;
  readonly requiresFilter: boolean;
}

/** The SQL engine behind the loopback BigQuery: a DuckDB in memory that runs one statement at a time. */
export interface Engine {
  query(configuration: QueryConfiguration): Promise<Result>;
  /** Estimates the bytes of the columns that a query names, in the partitions between its first and its last date. */
  estimate(configuration: QueryConfiguration): Promise<{ readonly bytes: number; readonly tables: readonly string[] }>;
  load(configuration: LoadConfiguration, rows: string): Promise<void>;
  createDataset(dataset: string): Promise<void>;
  table(dataset: string, table: string): Promise<StoredTable | undefined>;
  tables(dataset: string): Promise<readonly string[]>;
  drop(dataset: string, table: string): Promise<void>;
  close(): void;
}

const RESULT_TYPES: readonly (readonly [RegExp, string])[] = [
  [/^VARCHAR/, 'STRING'],
  [/INT/, 'INTEGER'],
  [/^(?:DOUBLE|FLOAT)/, 'FLOAT'],
  [/^DECIMAL/, 'NUMERIC'],
  [/^BOOLEAN/, 'BOOLEAN'],
  [/^DATE$/, 'DATE'],
  [/^TIMESTAMP/, 'TIMESTAMP'],
];
const MICROS_PER_MILLI = 1000n;
const CREATE_TABLE = /^(CREATE TABLE IF NOT EXISTS (\w+\.\w+) \([\s\S]*?\n\))([\s\S]*)$/;

const REQUIRE_FILTER = /^ALTER TABLE (\S+) SET OPTIONS \(require_partition_filter = TRUE\)$/;

/** Finds a table that a statement reads without the filter that the table requires. */
export type FindUnfiltered = typeof unfilteredTable;

export async function duckdbEngine(findUnfiltered: FindUnfiltered): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run("SET GLOBAL TimeZone = 'UTC'");
  for (const sql of PRELUDE) await connection.run(sql);
  const partitions = new Map<string, string>();
  /** The partition columns of the tables that require a filter. */
  const filtered = new Map<string, string>();
  const requireFilter = (name: string) => filtered.set(name, partitions.get(name) ?? '');
  const keepLayout = (name: string, layout: string) => {
    const [, field] = /PARTITION BY (?:TIMESTAMP_TRUNC\()?(\w+)/.exec(layout) ?? [];
    if (field !== undefined) partitions.set(name, field);
    if (layout.includes('require_partition_filter = TRUE')) requireFilter(name);
  };
  return {
    async query({ query, queryParameters }) {
      const [, changed] = REQUIRE_FILTER.exec(query) ?? [];
      if (changed !== undefined) {
        requireFilter(changed);
        return { fields: [], rows: [] };
      }
      const [, create, name = '', layout = ''] = CREATE_TABLE.exec(query) ?? [];
      if (create === undefined) {
        refuseUnfiltered(findUnfiltered(query, filtered));
        return await run(connection, query, queryParameters);
      }
      keepLayout(name, layout);
      return await run(connection, create, []);
    },
    async estimate(configuration) {
      refuseUnfiltered(findUnfiltered(configuration.query, filtered));
      return await estimateOf(connection, configuration, partitions);
    },
    async load(configuration, rows) {
      const table = tableOf(configuration);
      await using folder = await mkdtempDisposable(join(tmpdir(), 'bigquery-load-'));
      const file = join(folder.path, `${randomUUID()}.ndjson`);
      await writeFile(file, rows);
      await inTransaction(connection, () => loadFile(connection, table, file));
      if (configuration.timePartitioning !== undefined)
        partitions.set(table.name, configuration.timePartitioning.field);
    },
    async createDataset(dataset) {
      await connection.run(`CREATE SCHEMA IF NOT EXISTS ${dataset}`);
    },
    async table(dataset, table) {
      const fields = await readFields(connection, dataset, table);
      if (fields.length === 0) return;
      const name = `${dataset}.${table}`;
      return { fields, partitionField: partitions.get(name), requiresFilter: filtered.has(name) };
    },
    async tables(dataset) {
      const sql = 'SELECT DISTINCT table_name FROM duckdb_columns() WHERE schema_name = $1 ORDER BY 1';
      const found = await connection.runAndReadAll(sql, [dataset]);
      return found.getRowsJson().map(([name]) => String(name));
    },
    async drop(dataset, table) {
      if ((await readFields(connection, dataset, table)).length === 0) throw notFound(`Table test:${dataset}.${table}`);
      await connection.run(`DROP TABLE ${dataset}.${table}`);
      filtered.delete(`${dataset}.${table}`);
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

function refuseUnfiltered(found: UnfilteredTable | undefined): void {
  if (found === undefined) return;
  const { table, column } = found;
  throw new Error(
    `Cannot query over table 'test.${table}' without a filter over column(s) '${column}' that can be used for partition elimination`,
  );
}

async function run(
  connection: DuckDBConnection,
  query: string,
  given: QueryConfiguration['queryParameters'],
): Promise<Result> {
  const parameters = Object.fromEntries(given.map((each) => [each.name, parameterOf(each)]));
  const statements = singleChanges(query);
  for (const first of statements.slice(0, -1)) await connection.run(first);
  const { sql, values, types } = bindStatement({ sql: 'query', parameters }, statements.at(-1) ?? '');
  const result = await connection.run(sql, values, types);
  const names = result.columnNames();
  const fields = result
    .columnTypes()
    .map((type, index) => ({ name: names[index] ?? '', type: restType(String(type)) }));
  const chunks = await result.fetchAllChunks();
  const rows = chunks.flatMap((chunk) => rowsOf(chunk, names));
  return {
    fields,
    rows: rows.map((row) => ({ f: fields.map(({ name, type }) => ({ v: restValue(type, row[name]) })) })),
  };
}

/** DuckDB takes one change of a table in a statement, BigQuery many. */
function singleChanges(query: string): readonly string[] {
  const [, table, changes] = /^ALTER TABLE (\S+) ([\s\S]+)$/.exec(query) ?? [];
  if (table === undefined || changes === undefined) return [query];
  return changes.split(/,\n\s*/).map((change) => `ALTER TABLE ${table} ${change}`);
}

function parameterOf({
  parameterType: { type },
  parameterValue: { value },
}: QueryConfiguration['queryParameters'][number]): Parameter {
  if (value === undefined) return { type, value: null };
  if (type === 'INT64' || type === 'FLOAT64') return { type, value: Number(value) };
  return { type, value: type === 'BOOL' ? value === 'true' : value };
}

function restType(duckdbType: string): string {
  const found = RESULT_TYPES.find(([pattern]) => pattern.test(duckdbType));
  if (found === undefined) throw new Error(`the loopback BigQuery has no type for ${duckdbType}`);
  return found[1];
}

function restValue(type: string, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return type === 'TIMESTAMP' ? microsOf(String(value)) : String(value);
}

function microsOf(iso: string): string {
  const [, micros = '0'] = /\.\d{3}(\d{3})Z$/.exec(iso) ?? [];
  return String(BigInt(Date.parse(iso)) * MICROS_PER_MILLI + BigInt(micros));
}

function tableOf({ destinationTable: { datasetId, tableId }, schema }: LoadConfiguration): Table {
  const columns = schema.fields.map(({ name, type, mode }) => ({
    name,
    type,
    mode: mode === 'REQUIRED' ? ('required' as const) : ('nullable' as const),
  }));
  return { name: `${datasetId}.${tableId}`, key: [], columns };
}

async function readFields(
  connection: DuckDBConnection,
  dataset: string,
  table: string,
): Promise<StoredTable['fields']> {
  const sql =
    'SELECT column_name, data_type, is_nullable FROM duckdb_columns() WHERE schema_name = $1 AND table_name = $2 ORDER BY column_index';
  const found = await connection.runAndReadAll(sql, [dataset, table]);
  return found.getRowsJson().map(([name, type, isNullable]) => ({
    name: String(name),
    type: restType(String(type)),
    mode: isNullable === true ? 'NULLABLE' : 'REQUIRED',
  }));
}
