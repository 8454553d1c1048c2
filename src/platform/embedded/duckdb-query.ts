import { setImmediate } from 'node:timers/promises';
import type { DuckDBConnection, DuckDBResult } from '@duckdb/node-api';
import type * as z from 'zod';
import { errorText } from '../error-text.ts';
import { assertDistinctColumns, parseRows } from '../parse-rows.ts';
import type { DuckdbReader } from './duckdb-database.ts';
import { rowsOf } from './duckdb-rows.ts';
import type { BoundStatement } from './duckdb-statement.ts';

const PAGE_ROWS = 512;

/** Runs a DuckDB statement and reads all its rows into memory. */
export async function readAllRows<T>(
  connection: DuckDBConnection,
  { name, sql, values, types }: BoundStatement,
  row: z.ZodType<T>,
): Promise<readonly T[]> {
  const result = await withStatementName(name, () => connection.run(sql, values, types));
  const names = columnNames(result, name);
  const chunks = await result.fetchAllChunks();
  return parseRows(
    name,
    chunks.flatMap((chunk) => rowsOf(chunk, names)),
    row,
  );
}

/**
 * Reads the rows of a DuckDB statement in pages of at most 512 and lets the event loop run between pages. Memory holds
 * at most one DuckDB chunk of 2,048 rows.
 */
export async function* readPages<T>(
  reader: DuckdbReader,
  { name, sql, values, types }: BoundStatement,
  row: z.ZodType<T>,
): AsyncIterable<readonly T[]> {
  const result = await withStatementName(name, () => reader.connection.stream(sql, values, types));
  const names = columnNames(result, name);
  reader.streaming = result;
  for (;;) {
    const chunk = await withStatementName(name, () => result.fetchChunk());
    if (chunk === null || chunk.rowCount === 0) break;
    const rows = rowsOf(chunk, names);
    for (let from = 0; from < rows.length; from += PAGE_ROWS) {
      await setImmediate();
      assertOpen(reader, result, name);
      yield parseRows(name, rows.slice(from, from + PAGE_ROWS), row);
    }
  }
  assertOpen(reader, result, name);
  reader.streaming = undefined;
}

/**
 * Throws when closing the warehouse interrupted the query, because DuckDB then reports the end of the rows instead of
 * an error.
 */
function assertOpen({ streaming }: DuckdbReader, result: DuckDBResult, name: string): void {
  if (streaming !== result) throw new Error(`${name}: the warehouse was closed before all rows were read`);
}

/** Runs a statement and adds the statement's name to any error. */
export async function withStatementName<R>(name: string, run: () => Promise<R>): Promise<R> {
  try {
    return await run();
  } catch (error) {
    throw new Error(`${name} failed: ${errorText(error)}`, { cause: error });
  }
}

function columnNames(result: DuckDBResult, name: string): readonly string[] {
  const names = result.columnNames();
  assertDistinctColumns(name, names);
  return names;
}
