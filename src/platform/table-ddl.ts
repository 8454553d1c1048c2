import type { AddedColumns, RelaxedColumns } from './migration.ts';
import type { Column, ColumnType, Table } from './warehouse.ts';

export type Engine = 'duckdb' | 'bigquery';

/** The DuckDB type of each column type. DuckDB's TIMESTAMP has no time zone. Every value is UTC, as in BigQuery. */
export const DUCKDB_TYPES: Readonly<Record<ColumnType, string>> = {
  STRING: 'VARCHAR',
  INT64: 'BIGINT',
  FLOAT64: 'DOUBLE',
  BOOL: 'BOOLEAN',
  DATE: 'DATE',
  TIMESTAMP: 'TIMESTAMP',
};

const FILTER_OPTION = 'require_partition_filter = TRUE';
const NAME = /^[A-Za-z_]\w*$/;

/** Returns the SQL statement that creates a table unless it exists. */
export function createTableSql(table: Table, engine: Engine): string {
  const columns = table.columns.map((column) => `  ${columnSql(column, engine)}`).join(',\n');
  const create = `CREATE TABLE IF NOT EXISTS ${tableSql(table.name)} (\n${columns}\n)`;
  return engine === 'duckdb' ? create : create + layoutSql(table);
}

/**
 * Returns the SQL statements that add a migration's columns where they are missing. BigQuery limits how often a table
 * may change, so one statement adds all columns there. DuckDB adds one column a statement.
 */
export function addColumnsSql({ table, columns }: AddedColumns, engine: Engine): readonly string[] {
  const additions = columns.map((column) => `ADD COLUMN IF NOT EXISTS ${columnSql(column, engine)}`);
  const groups = engine === 'duckdb' ? additions : [additions.join(',\n  ')];
  return groups.map((group) => `ALTER TABLE ${tableSql(table)} ${group}`);
}

/** Returns the SQL statements that make a migration's columns nullable, with one statement a table on BigQuery. */
export function relaxColumnsSql({ table, columns }: RelaxedColumns, engine: Engine): readonly string[] {
  const changes = columns.map((name) => `ALTER COLUMN ${checked(name)} DROP NOT NULL`);
  const groups = engine === 'duckdb' ? changes : [changes.join(',\n  ')];
  return groups.map((group) => `ALTER TABLE ${tableSql(table)} ${group}`);
}

/** Returns the SQL statement with which BigQuery refuses queries of a table that have no partition filter. */
export function requirePartitionFilterSql(table: string): string {
  return `ALTER TABLE ${tableSql(table)} SET OPTIONS (${FILTER_OPTION})`;
}

export function datasetOf(table: string): string {
  const [dataset = ''] = tableSql(table).split('.');
  return dataset;
}

/**
 * Returns the partitioning of a table as SQL. BigQuery partitions by a DATE column or by the day of a TIMESTAMP column.
 */
function layoutSql({ columns, partitionBy, partitionFilter, clusterBy = [] }: Table): string {
  const partition = columns.find((column) => column.name === partitionBy);
  const by = partition?.type === 'TIMESTAMP' ? `TIMESTAMP_TRUNC(${partition.name}, DAY)` : partition?.name;
  return (
    (by === undefined ? '' : `\nPARTITION BY ${by}`) +
    (clusterBy.length === 0 ? '' : `\nCLUSTER BY ${clusterBy.join(', ')}`) +
    (partitionFilter === undefined ? '' : `\nOPTIONS (${FILTER_OPTION})`)
  );
}

function columnSql({ name, type, mode }: Column, engine: Engine): string {
  const engineType = engine === 'duckdb' ? DUCKDB_TYPES[type] : type;
  return `${checked(name)} ${engineType}${mode === 'required' ? ' NOT NULL' : ''}`;
}

function tableSql(name: string): string {
  const parts = name.split('.');
  if (parts.length !== 2) throw new Error(`not a table name like dataset.table: ${name}`);
  return parts.map(checked).join('.');
}

/**
 * Throws for a name that would need quotes in SQL. Names are written without quotes, because the engines quote
 * differently.
 */
function checked(name: string): string {
  if (!NAME.test(name)) throw new Error(`not an identifier that works without quotes: ${name}`);
  return name;
}
