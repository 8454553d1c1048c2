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
 * The DuckDB type of each column while its JSON is read. TIMESTAMPTZ applies the UTC offset that TIMESTAMP would
 * ignore. Integers and booleans are read as text and then cast, because INT64 would round fractions and BOOL would
 * accept numbers.
 */
const READ_TYPES: Readonly<Record<ColumnType, string>> = {
  ...DUCKDB_TYPES,
  TIMESTAMP: 'TIMESTAMPTZ',
  INT64: 'VARCHAR',
  BOOL: 'VARCHAR',
};

/**
 * Writes the lines of a load to a new file next to the warehouse, calls `use` with that file, and always deletes it.
 */
export async function withStagedLines(
  path: string,
  lines: AsyncIterable<string> | Iterable<string>,
  use: (file: string) => Promise<void>,
): Promise<void> {
  const file = `${path}.load-${randomUUID()}.ndjson`;
  try {
    await pipeline(Readable.from(inChunks(lines)), createWriteStream(file, { mode: 0o600 }));
    await use(file);
  } finally {
    await rm(file, { force: true });
  }
}

/** Replaces the rows of a table with the rows of a file. Call this function in a transaction. */
export async function loadFile(connection: DuckDBConnection, table: Table, file: string): Promise<void> {
  const source = `'${file.replaceAll("'", "''")}'`;
  await assertKnownFields(connection, table, source);
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
  return `CASE WHEN CAST(${name} AS DOUBLE) % 1 <> 0 THEN error('${name} is INT64 and cannot hold ' || ${name}) ELSE ${cast} END`;
}

/**
 * Throws when a JSON field has no column in the table, because DuckDB's read_json ignores such fields. For speed, it
 * checks only one of the rows that have the same field names.
 */
async function assertKnownFields(connection: DuckDBConnection, table: Table, source: string): Promise<void> {
  const result = await connection.runAndReadAll(
    `SELECT DISTINCT unnest(fields) FROM (
       SELECT any_value(json_keys(json)) AS fields FROM read_ndjson_objects(${source}) GROUP BY hash(json_keys(json)))`,
  );
  const known = new Set(table.columns.map(({ name }) => name));
  const unknown = result
    .getRowsJson()
    .map(([field]) => String(field))
    .filter((field) => !known.has(field));
  if (unknown.length > 0) throw new Error(`the table has no column ${unknown.sort().join(', ')}`);
}

async function* inChunks(lines: AsyncIterable<string> | Iterable<string>): AsyncIterable<string> {
  let chunk = '';
  for await (const text of lines) {
    chunk += text.endsWith('\n') ? text : `${text}\n`;
    if (chunk.length < WRITE_CHARACTERS) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk.length > 0) yield chunk;
}
