import { randomUUID } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { RowCounts } from '../store-files.ts';

/** Begins a transaction whose reads all see the warehouse as it is when `atThatMoment` is called. */
export async function fixSnapshot(connection: DuckDBConnection, atThatMoment: () => void): Promise<void> {
  await connection.run('BEGIN TRANSACTION');
  try {
    await connection.run('SELECT count(*) FROM tipoff_meta.migrations');
    atThatMoment();
  } catch (error) {
    await connection.run('ROLLBACK');
    throw error;
  }
}

/**
 * Writes the state of the warehouse that this connection's transaction sees into a new file, and ends the transaction.
 * DuckDB itself reads the warehouse file, because a process that opens and closes the file in another way loses its
 * file lock. Resolves to the number of rows of each table.
 */
export async function copySnapshot(connection: DuckDBConnection, path: string): Promise<RowCounts> {
  const [[source] = []] = (await connection.runAndReadAll('SELECT current_database()')).getRowsJson();
  // Each copy is attached under its own name, so that several backups can run at the same time.
  const copy = `tipoff_copy_${randomUUID().replaceAll('-', '_')}`;
  // Ends the transaction even when the copy cannot be attached, because the connection will be used again.
  await connection.run(`ATTACH ${sqlText(path)} AS ${copy}`).catch(async (error: unknown) => {
    await connection.run('ROLLBACK').catch(() => undefined);
    throw error;
  });
  try {
    await connection.run(`COPY FROM DATABASE "${String(source)}" TO ${copy}`);
    await connection.run('COMMIT');
    const counts = await countRows(connection, copy);
    await connection.run(`CHECKPOINT ${copy}`);
    return counts;
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    await connection.run(`DETACH ${copy}`);
  }
}

/** Lists every table of an attached database as `schema.table`. */
export async function tablesOf(connection: DuckDBConnection, database: string): Promise<readonly string[]> {
  const result = await connection.runAndReadAll(
    `SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE database_name = ${sqlText(database)} AND NOT internal ORDER BY ALL`,
  );
  return result.getRowsJson().map(([name]) => String(name));
}

async function countRows(connection: DuckDBConnection, database: string): Promise<RowCounts> {
  const counts: Record<string, number> = {};
  for (const table of await tablesOf(connection, database)) {
    if (table.startsWith('tipoff_meta.')) continue;
    const result = await connection.runAndReadAll(`SELECT count(*) FROM "${database}".${table}`);
    const count = Number(result.getRowsJson()[0]?.[0]);
    if (count > 0) counts[table] = count;
  }
  return counts;
}

export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
