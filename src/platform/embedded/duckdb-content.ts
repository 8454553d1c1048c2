import type { DuckDBConnection } from '@duckdb/node-api';
import { errorText } from '../error-text.ts';
import { tablesOf } from './duckdb-copy.ts';
import type { DuckdbContent } from './duckdb-probe-protocol.ts';

/**
 * Reads every value of every table of a DuckDB database. `rowsById` is a query with two columns: an id and the number
 * of its rows.
 */
export async function readContent(connection: DuckDBConnection, rowsById: string): Promise<DuckdbContent> {
  const readAll = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
  const [[current] = []] = await readAll('SELECT current_database()');
  const database = String(current);
  const name = `"${database.replaceAll('"', '""')}"`;
  const tables: DuckdbContent['tables'] = [];
  for (const table of await tablesOf(connection, database)) {
    const [[rows] = []] = await readAll(`SELECT count(*) FROM ${name}.${table}`);
    // DuckDB verifies the checksum of a block only when it reads the block, so this query reads every value.
    const fault = await readAll(`SELECT bit_xor(hash(t)) FROM ${name}.${table} AS t`).then(() => null, errorText);
    tables.push({ table, rows: Number(rows), lost: 0, fault });
  }
  const migrations = await readAll(`SELECT id FROM ${name}.tipoff_meta.migrations`).catch(() => []);
  // The query `rowsById` fails when a table does not exist yet or is damaged. The counts are null in that case.
  const counts = await readAll(rowsById).catch(() => null);
  return {
    tables,
    migrations: migrations.map(([id]) => String(id)),
    rows_by_id: counts?.map(([id, rows]) => [String(id), Number(rows)]) ?? null,
  };
}
