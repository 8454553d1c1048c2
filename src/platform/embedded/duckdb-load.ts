import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { createTableSql, DUCKDB_TYPES, datasetOf } from '../table-ddl.ts';
import type { Column, ColumnType, Table } from '../warehouse.ts';

const WRITE_CHARACTERS = 256 * 1024;

/**
 * How a type is read from JSON. A zone-aware TIMESTAMP heeds an offset, which the naive one would pass over; numbers read as INT64 would be
 * rounded, and booleans taken for numbers, so these come as text and are cast.
 */
const READ_TYPES: Readonly<Record<ColumnType, string>> = {
  ...DUCKDB_TYPES,
  TIMESTAMP: 'TIMESTAMPTZ',
  INT64: 'VARCHAR',
  BOOL: 'VARCHAR',
};

/** Writes the lines into a new file beside the warehouse; `use` reads it, and in any outcome it is gone afterwards. */
export async function withStagedLines(
  path: string,
  lines: AsyncIterable<string> | Iterable<string>,
  use: (file: string) => Promise<void>,
): Promise<void> {
  const file = `${path}.load-${randomUUID()}.ndjson`;
  try {
    await pipeline(Readable.from(inBigPieces(lines)), createWriteStream(file, { mode: 0o600 }));
    await use(file);
  } finally {
    await rm(file, { force: true });
  }
}

/** Puts the rows of a file in place of what the table held. To be called in a transaction. */
export async function loadFile(connection: DuckDBConnection, table: Table, file: string): Promise<void> {
  const source = `'${file.replaceAll("'", "''")}'`;
  await refuseUnknownFields(connection, table, source);
  await connection.run(`CREATE SCHEMA IF NOT EXISTS ${datasetOf(table.name)}`);
  await connection.run(`DROP TABLE IF EXISTS ${table.name}`);
  await connection.run(createTableSql(table, 'duckdb'));
  await connection.run(
    `INSERT INTO ${table.name} (${table.columns.map(({ name }) => name).join(', ')})
     SELECT ${table.columns.map(castSql).join(', ')}
     FROM read_json(${source}, format = 'newline_delimited',
       columns = {${table.columns.map(({ name, type }) => `'${name}': '${READ_TYPES[type]}'`).join(', ')}})`,
  );
}

function castSql({ name, type }: Column): string {
  if (READ_TYPES[type] === DUCKDB_TYPES[type]) return name;
  const cast = `CAST(${name} AS ${DUCKDB_TYPES[type]})`;
  if (type !== 'INT64') return cast;
  return `CASE WHEN CAST(${name} AS DOUBLE) % 1 <> 0 THEN error('${name} is INT64 and cannot be ' || ${name}) ELSE ${cast} END`;
}

/** read_json passes over fields that are not among its columns. Rows are few in shape, so one of each shape is looked at. */
async function refuseUnknownFields(connection: DuckDBConnection, table: Table, source: string): Promise<void> {
  const result = await connection.runAndReadAll(
    `SELECT DISTINCT unnest(fields) FROM (
       SELECT any_value(json_keys(json)) AS fields FROM read_ndjson_objects(${source}) GROUP BY hash(json_keys(json)))`,
  );
  const known = new Set(table.columns.map(({ name }) => name));
  const unknown = result
    .getRowsJson()
    .map(([field]) => String(field))
    .filter((field) => !known.has(field));
  if (unknown.length > 0) throw new Error(`it has no column ${unknown.sort().join(', ')}`);
}

async function* inBigPieces(lines: AsyncIterable<string> | Iterable<string>): AsyncIterable<string> {
  let piece = '';
  for await (const text of lines) {
    piece += text.endsWith('\n') ? text : `${text}\n`;
    if (piece.length < WRITE_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  if (piece.length > 0) yield piece;
}
