import { createHash } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type Migration, tablesAfter } from '../migration.ts';
import { Problem } from '../problem.ts';
import { addColumnsSql, createTableSql, DUCKDB_TYPES, datasetOf, relaxColumnsSql } from '../table-ddl.ts';
import type { Column, Table } from '../warehouse.ts';
import { PRELUDE } from './duckdb-prelude.ts';
import { inTransaction } from './duckdb-transaction.ts';

const META = [
  'CREATE SCHEMA IF NOT EXISTS tipoff_meta',
  'CREATE TABLE IF NOT EXISTS tipoff_meta.migrations (id VARCHAR PRIMARY KEY)',
  'CREATE TABLE IF NOT EXISTS tipoff_meta.jobs (job_id VARCHAR PRIMARY KEY, message VARCHAR)',
];
const PRELUDE_ID = `prelude-${createHash('sha256').update(PRELUDE.join(';')).digest('hex').slice(0, 16)}`;

interface WarehouseSchema {
  readonly path: string;
  readonly migrations: readonly Migration[];
}

/**
 * Applies the missing migrations to the warehouse in one transaction. Then compares the tables with their descriptions
 * and throws a `Problem` when they differ, so that nothing is written to wrong columns.
 */
export async function applyMigrations(
  connection: DuckDBConnection,
  { path, migrations }: WarehouseSchema,
): Promise<void> {
  const tables = tablesAfter(migrations);
  for (const sql of META) await connection.run(sql);
  const applied = await appliedIds(connection);
  const steps = [
    { id: PRELUDE_ID, statements: PRELUDE },
    ...migrations.map((migration) => ({ id: migration.id, statements: statementsOf(migration) })),
  ].filter(({ id }) => !applied.has(id));
  if (steps.length > 0) await inTransaction(connection, () => applySteps(connection, steps));
  await compareTables(connection, tables, path);
}

async function applySteps(
  connection: DuckDBConnection,
  steps: readonly { readonly id: string; readonly statements: readonly string[] }[],
): Promise<void> {
  for (const { id, statements } of steps) {
    for (const sql of statements) await connection.run(sql);
    await connection.run('INSERT INTO tipoff_meta.migrations (id) VALUES ($id)', { id });
  }
}

async function appliedIds(connection: DuckDBConnection): Promise<ReadonlySet<string>> {
  const result = await connection.runAndReadAll('SELECT id FROM tipoff_meta.migrations');
  return new Set(result.getRowsJson().map(([id]) => String(id)));
}

function statementsOf({ tables = [], addColumns = [], relaxColumns = [] }: Migration): readonly string[] {
  return [
    ...tables.flatMap((table) => [
      `CREATE SCHEMA IF NOT EXISTS ${datasetOf(table.name)}`,
      createTableSql(table, 'duckdb'),
    ]),
    ...addColumns.flatMap((added) => addColumnsSql(added, 'duckdb')),
    ...relaxColumns.flatMap((relaxed) => relaxColumnsSql(relaxed, 'duckdb')),
  ];
}

async function compareTables(connection: DuckDBConnection, tables: readonly Table[], path: string): Promise<void> {
  const result = await connection.runAndReadAll(
    `SELECT schema_name || '.' || table_name, column_name, data_type, is_nullable FROM duckdb_columns() WHERE NOT internal`,
  );
  const found = new Map(
    result.getRowsJson().map(([table, name, type, isNullable]) => {
      return [`${table}.${name}`, `${type} ${isNullable === true ? 'nullable' : 'required'}`];
    }),
  );
  const differences = tables.flatMap((table) => differencesOf(table, found));
  if (differences.length === 0) return;
  throw new Problem({
    code: 'warehouse_schema',
    message: `The warehouse ${path} does not have the tables this version of Tipoff needs: ${differences.join('; ')}. Another version wrote it. Use that version, or move the file away and import the data again.`,
  });
}

function differencesOf(table: Table, found: ReadonlyMap<string, string>): readonly string[] {
  const described = new Map(table.columns.map((column) => [`${table.name}.${column.name}`, typeOf(column)]));
  const wrong = [...described].flatMap(([name, type]) => {
    const other = found.get(name);
    return other === type ? [] : [`column ${name} must be ${type} but is ${other ?? 'missing'}`];
  });
  const extra = [...found.keys()].filter((name) => name.startsWith(`${table.name}.`) && !described.has(name));
  return [...wrong, ...extra.map((name) => `column ${name} is unknown`)];
}

function typeOf({ type, mode }: Column): string {
  return `${DUCKDB_TYPES[type]} ${mode}`;
}
