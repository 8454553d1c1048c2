import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type AddedColumns, type Migration, type RelaxedColumns, tablesAfter } from '../migration.ts';
import { addColumnsSql, createTableSql, relaxColumnsSql, requirePartitionFilterSql } from '../table-ddl.ts';
import type { Statement, Table } from '../warehouse.ts';
import type { BigqueryConnection } from './bigquery-connection.ts';
import { ensureDataset } from './bigquery-dataset.ts';
import { datasetsOf, META_DATASET, readTableMetadata } from './bigquery-schema.ts';

/** The table that lists the migrations that ran. */
const RECORDS: Table = {
  name: `${META_DATASET}.migrations`,
  key: ['id'],
  columns: [
    { name: 'id', type: 'STRING', mode: 'required' },
    { name: 'migrated_at', type: 'TIMESTAMP', mode: 'required' },
  ],
};
const READ = `SELECT id FROM ${RECORDS.name}`;
const RECORD = `INSERT INTO ${RECORDS.name} (id, migrated_at) VALUES (@id, CURRENT_TIMESTAMP())`;
const Recorded = z.object({ id: z.string() });

/** The parts of the warehouse that run a statement's text. */
export interface MigrationRunner {
  query<T>(statement: Statement, row: z.ZodType<T>): Promise<readonly T[]>;
  execute(statement: Statement, jobId: string): Promise<void>;
}

/**
 * Runs the migrations that did not run yet, and resolves to their ids. An interrupted call is completed by the next one. A new table gets the
 * columns of all migrations at once, because BigQuery limits how often a table may change. A view in the place of a table stays as it is.
 */
export async function migrateBigquery(
  connection: BigqueryConnection,
  runner: MigrationRunner,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  for (const dataset of datasetsOf(migrations)) await ensureDataset(connection, dataset);
  await execute(runner, createTableSql(RECORDS, 'bigquery'));
  const recorded = new Set((await runner.query({ sql: READ }, Recorded)).map(({ id }) => id));
  const missing = migrations.filter(({ id }) => !recorded.has(id));
  const tables = new Map(tablesAfter(migrations).map((table) => [table.name, table]));
  for (const { id, tables: created = [], ...changes } of missing) {
    for (const table of created) await createTable(connection, runner, tables.get(table.name) ?? table);
    await changeTables(connection, runner, changes);
    await runner.execute({ sql: RECORD, parameters: { id: { type: 'STRING', value: id } } }, newJobId());
  }
  return missing.map(({ id }) => id);
}

async function changeTables(
  connection: BigqueryConnection,
  runner: MigrationRunner,
  { addColumns = [], relaxColumns = [], requirePartitionFilter = [] }: Omit<Migration, 'id' | 'tables'>,
): Promise<void> {
  for (const added of addColumns) await addMissingColumns(connection, runner, added);
  for (const relaxed of relaxColumns) await relaxRequiredColumns(connection, runner, relaxed);
  for (const name of requirePartitionFilter) await requireFilter(connection, runner, name);
}

async function createTable(connection: BigqueryConnection, runner: MigrationRunner, table: Table): Promise<void> {
  if ((await readTableMetadata(connection, table.name)) === undefined)
    await execute(runner, createTableSql(table, 'bigquery'));
}

async function addMissingColumns(
  connection: BigqueryConnection,
  runner: MigrationRunner,
  { table, columns }: AddedColumns,
): Promise<void> {
  const found = await readTableMetadata(connection, table);
  const known = new Set(found?.schema.fields.map(({ name }) => name));
  const missing = columns.filter(({ name }) => !known.has(name));
  if (missing.length === 0 || found?.type !== 'TABLE') return;
  for (const sql of addColumnsSql({ table, columns: missing }, 'bigquery')) await execute(runner, sql);
}

/** BigQuery refuses to make a column nullable that already is. */
async function relaxRequiredColumns(
  connection: BigqueryConnection,
  runner: MigrationRunner,
  { table, columns }: RelaxedColumns,
): Promise<void> {
  const found = await readTableMetadata(connection, table);
  const required = new Set(found?.schema.fields.filter(({ mode }) => mode === 'REQUIRED').map(({ name }) => name));
  const missing = columns.filter((name) => required.has(name));
  if (missing.length === 0 || found?.type !== 'TABLE') return;
  for (const sql of relaxColumnsSql({ table, columns: missing }, 'bigquery')) await execute(runner, sql);
}

async function requireFilter(connection: BigqueryConnection, runner: MigrationRunner, name: string): Promise<void> {
  const found = await readTableMetadata(connection, name);
  if (found?.type !== 'TABLE' || found.requirePartitionFilter) return;
  await execute(runner, requirePartitionFilterSql(name));
}

async function execute(runner: MigrationRunner, sql: string): Promise<void> {
  await runner.execute({ sql }, newJobId());
}

/** Each statement may be repeated, and its table may have been deleted since it ran, so no statement has a fixed job id. */
function newJobId(): string {
  return `migrate-${randomUUID()}`;
}
