import type { DuckDBConnection } from '@duckdb/node-api';
import type { Migration } from '../migration.ts';
import { addColumnsSql, createTableSql, datasetOf } from '../table-ddl.ts';
import { PRELUDE } from './duckdb-prelude.ts';
import { inTransaction } from './duckdb-transaction.ts';

const META = [
  'CREATE SCHEMA IF NOT EXISTS tipoff_meta',
  'CREATE TABLE IF NOT EXISTS tipoff_meta.migrations (id VARCHAR PRIMARY KEY)',
  'CREATE TABLE IF NOT EXISTS tipoff_meta.jobs (job_id VARCHAR PRIMARY KEY, message VARCHAR)',
];

/** Brings the schema up to date in one transaction. Steps that were applied before are left alone. */
export async function applyMigrations(connection: DuckDBConnection, migrations: readonly Migration[]): Promise<void> {
  await inTransaction(connection, async () => {
    for (const sql of [...META, ...PRELUDE]) await connection.run(sql);
    const { applied } = await appliedIds(connection);
    for (const migration of migrations.filter(({ id }) => !applied.has(id))) {
      for (const sql of statementsOf(migration)) await connection.run(sql);
      await connection.run('INSERT INTO tipoff_meta.migrations (id) VALUES ($id)', { id: migration.id });
    }
  });
}

async function appliedIds(connection: DuckDBConnection) {
  const result = await connection.runAndReadAll('SELECT id FROM tipoff_meta.migrations');
  return { applied: new Set(result.getRowsJson().map(([id]) => String(id))) };
}

function statementsOf({ tables = [], addColumns = [] }: Migration): readonly string[] {
  return [
    ...tables.flatMap((table) => [
      `CREATE SCHEMA IF NOT EXISTS ${datasetOf(table.name)}`,
      createTableSql(table, 'duckdb'),
    ]),
    ...addColumns.flatMap((added) => addColumnsSql(added, 'duckdb')),
  ];
}
