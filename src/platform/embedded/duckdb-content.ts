import type { DuckDBConnection } from '@duckdb/node-api';
import { errorText } from '../error-text.ts';
import { tablesOf } from './duckdb-copy.ts';
import type { DuckdbContent } from './duckdb-probe-protocol.ts';

/** Reads every value of every table of the database in use. `rowsById` is a query of two columns: an id and the number of its rows. */
export async function readContent(connection: DuckDBConnection, rowsById: string): Promise<DuckdbContent> {
  const readAll = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
  const [[current] = []] = await readAll('SELECT current_database()');
  const database = String(current);
  const name = `"${database.replaceAll('"', '""')}"`;
  const tables: DuckdbContent['tables'] = [];
  for (const table of await tablesOf(connection, database)) {
    const [[rows] = []] = await readAll(`SELECT count(*) FROM ${name}.${table}`);
    // Only reading every value compares every block with its checksum.
    const fault = await readAll(`SELECT bit_xor(hash(t)) FROM ${name}.${table} AS t`).then(() => null, errorText);
    tables.push({ table, rows: Number(rows), lost: 0, fault });
  }
  const migrations = await readAll(`SELECT id FROM ${name}.tipoff_meta.migrations`).catch(() => []);
  // A table that does not exist yet, or that is damaged, has no counts.
  const counts = await readAll(rowsById).catch(() => null);
  return {
    tables,
    migrations: migrations.map(([id]) => String(id)),
    rows_by_id: counts?.map(([id, rows]) => [String(id), Number(rows)]) ?? null,
  };
}
