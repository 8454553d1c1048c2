import { setImmediate } from 'node:timers/promises';
import type { DuckDBConnection, DuckDBResult } from '@duckdb/node-api';
import * as z from 'zod';
import { errorText } from '../error-text.ts';
import type { DuckdbReader } from './duckdb-database.ts';
import { type Row, rowsOf } from './duckdb-rows.ts';
import type { BoundStatement } from './duckdb-statement.ts';

const PAGE_ROWS = 512;

/** All rows, read as fast as the engine gives them. */
export async function readAllRows<T>(
  connection: DuckDBConnection,
  { name, sql, values, types }: BoundStatement,
  row: z.ZodType<T>,
): Promise<readonly T[]> {
  const result = await naming(name, () => connection.run(sql, values, types));
  const names = columnNames(result, name);
  const chunks = await result.fetchAllChunks();
  return parseRows(
    chunks.flatMap((chunk) => rowsOf(chunk, names)),
    row,
    name,
  );
}

/** The rows in pages of at most 512; the event loop turns between two of them. The engine gives them by the 2,048, and only these are held. */
export async function* readPages<T>(
  reader: DuckdbReader,
  { name, sql, values, types }: BoundStatement,
  row: z.ZodType<T>,
): AsyncIterable<readonly T[]> {
  const result = await naming(name, () => reader.connection.stream(sql, values, types));
  const names = columnNames(result, name);
  reader.streaming = result;
  for (;;) {
    const chunk = await naming(name, () => result.fetchChunk());
    if (chunk === null || chunk.rowCount === 0) break;
    const rows = rowsOf(chunk, names);
    for (let from = 0; from < rows.length; from += PAGE_ROWS) {
      await setImmediate();
      stillOpen(reader, result, name);
      yield parseRows(rows.slice(from, from + PAGE_ROWS), row, name);
    }
  }
  stillOpen(reader, result, name);
  reader.streaming = undefined;
}

/** A result that was ended from outside looks like one that has come to its end. */
function stillOpen({ streaming }: DuckdbReader, result: DuckDBResult, name: string): void {
  if (streaming !== result) throw new Error(`${name}: the warehouse was closed before the last page`);
}

/** Names the statement in what goes wrong with it. */
export async function naming<R>(name: string, run: () => Promise<R>): Promise<R> {
  try {
    return await run();
  } catch (error) {
    throw new Error(`${name} failed: ${errorText(error)}`, { cause: error });
  }
}

function parseRows<T>(rows: readonly Row[], row: z.ZodType<T>, name: string): readonly T[] {
  return rows.map((raw) => {
    const parsed = row.safeParse(raw);
    if (parsed.success) return parsed.data;
    throw new Error(`${name} gave a row that does not fit: ${z.prettifyError(parsed.error)}`, { cause: parsed.error });
  });
}

function columnNames(result: DuckDBResult, name: string): readonly string[] {
  const names = result.columnNames();
  if (new Set(names).size < names.length) throw new Error(`${name} gives two columns of one name: ${names.join(', ')}`);
  return names;
}
