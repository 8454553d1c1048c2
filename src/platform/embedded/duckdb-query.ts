import type { DuckDBConnection, DuckDBResult } from '@duckdb/node-api';
import * as z from 'zod';
import { errorText } from '../error-text.ts';
import type { DuckdbReader } from './duckdb-database.ts';
import { type Row, rowsOf } from './duckdb-rows.ts';
import type { BoundStatement } from './duckdb-statement.ts';

const PAGE_ROWS = 2048;

/** All rows, read as fast as the engine gives them. */
export async function readAll<T>(
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

/** The rows in pages of at least 2,048, as the engine makes them; only the page is held. */
export async function* readPages<T>(
  reader: DuckdbReader,
  { name, sql, values, types }: BoundStatement,
  row: z.ZodType<T>,
): AsyncIterable<readonly T[]> {
  const result = await naming(name, () => reader.connection.stream(sql, values, types));
  const names = columnNames(result, name);
  reader.streaming = result;
  let page: Row[] = [];
  for (;;) {
    const chunk = await naming(name, () => result.fetchChunk());
    if (chunk === null || chunk.rowCount === 0) break;
    page = page.concat(rowsOf(chunk, names));
    if (page.length < PAGE_ROWS) continue;
    yield parseRows(page, row, name);
    page = [];
  }
  if (reader.streaming !== result) throw new Error(`${name}: the warehouse was closed before the last page`);
  reader.streaming = undefined;
  if (page.length > 0) yield parseRows(page, row, name);
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
