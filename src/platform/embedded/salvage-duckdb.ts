import type { DuckDBConnection } from '@duckdb/node-api';
import { errorText } from '../error-text.ts';
import { sqlText, tablesOf } from './duckdb-copy.ts';
import type { ProbedTable } from './duckdb-probe-protocol.ts';

const TARGET = 'salvaged';
/**
 * The number of rows in a DuckDB row group. If one value of a group cannot be read, the group's whole column cannot be
 * read.
 */
const GROUP_ROWS = 122_880;
/**
 * The number of rows that are copied together from a damaged row group. In a wide table, damage may affect only some
 * rows of a group.
 */
const PIECE_ROWS = 2_048;

/**
 * Copies the readable rows of a damaged DuckDB database into a new file. The damaged database must be attached. Copies
 * whole tables where possible, otherwise ranges of rows.
 */
export async function salvageDuckdb(
  connection: DuckDBConnection,
  source: string,
  path: string,
): Promise<ProbedTable[]> {
  await connection.run(`ATTACH ${sqlText(path)} AS ${TARGET}`);
  await connection.run(`COPY FROM DATABASE ${source} TO ${TARGET} (SCHEMA)`);
  const salvaged: ProbedTable[] = [];
  for (const table of await tablesOf(connection, source)) salvaged.push(await salvageTable(connection, source, table));
  await connection.run(`CHECKPOINT ${TARGET}`);
  await connection.run(`DETACH ${TARGET}`);
  return salvaged;
}

async function salvageTable(connection: DuckDBConnection, source: string, table: string): Promise<ProbedTable> {
  const from = `${source}.${table}`;
  const insert = (where = '') => connection.run(`INSERT INTO ${TARGET}.${table} SELECT * FROM ${from} ${where}`);
  const rows = await countOf(connection, from);
  try {
    await insert();
    return { table, rows, lost: 0, fault: null };
  } catch (error) {
    await insertPieces({ insert, from: 0, rows, size: GROUP_ROWS });
    const kept = await countOf(connection, `${TARGET}.${table}`);
    return { table, rows: kept, lost: rows - kept, fault: errorText(error) };
  }
}

interface Pieces {
  readonly insert: (where: string) => Promise<unknown>;
  readonly from: number;
  readonly rows: number;
  readonly size: number;
}

async function insertPieces({ insert, from, rows, size }: Pieces): Promise<void> {
  for (let first = from; first < from + rows; first += size) {
    const length = Math.min(size, from + rows - first);
    const inserted = await insert(`WHERE rowid >= ${first} AND rowid < ${first + length}`).then(
      () => true,
      isUnreadable,
    );
    if (!inserted && size > PIECE_ROWS) await insertPieces({ insert, from: first, rows: length, size: PIECE_ROWS });
  }
}

function isUnreadable(): false {
  return false;
}

async function countOf(connection: DuckDBConnection, table: string): Promise<number> {
  return Number((await connection.runAndReadAll(`SELECT count(*) FROM ${table}`)).getRowsJson()[0]?.[0]);
}
