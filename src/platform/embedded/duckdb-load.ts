import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { createTableSql, DUCKDB_TYPES, datasetOf } from '../table-ddl.ts';
import type { Table } from '../warehouse.ts';

/** Writes the lines into a file beside the warehouse; the caller removes it. */
export async function stageLines(path: string, lines: AsyncIterable<string> | Iterable<string>): Promise<string> {
  const file = `${path}.load-${randomUUID()}.ndjson`;
  try {
    await pipeline(Readable.from(withNewlines(lines)), createWriteStream(file, { mode: 0o600 }));
    return file;
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

/** Puts the rows of a file in place of what the table held. */
export async function loadFile(connection: DuckDBConnection, table: Table, file: string): Promise<void> {
  const names = table.columns.map(({ name }) => name);
  const source = `'${file.replaceAll("'", "''")}'`;
  const types = table.columns.map(
    ({ name, type }) => `'${name}': '${type === 'TIMESTAMP' ? 'TIMESTAMPTZ' : DUCKDB_TYPES[type]}'`,
  );
  await refuseUnknownFields(connection, table, source);
  await connection.run(`CREATE SCHEMA IF NOT EXISTS ${datasetOf(table.name)}`);
  await connection.run(`DROP TABLE IF EXISTS ${table.name}`);
  await connection.run(createTableSql(table, 'duckdb'));
  await connection.run(
    `INSERT INTO ${table.name} (${names.join(', ')}) SELECT ${names.join(', ')}
     FROM read_json(${source}, format = 'newline_delimited', columns = {${types.join(', ')}})`,
  );
}

/** read_json passes over fields that are not among its columns. */
async function refuseUnknownFields(connection: DuckDBConnection, table: Table, source: string): Promise<void> {
  const result = await connection.runAndReadAll(
    `SELECT DISTINCT unnest(json_keys(json)) AS field FROM read_ndjson_objects(${source})`,
  );
  const known = new Set(table.columns.map(({ name }) => name));
  const unknown = result
    .getRowsJson()
    .map(([field]) => String(field))
    .filter((field) => !known.has(field));
  if (unknown.length > 0) throw new Error(`${table.name} has no column ${unknown.sort().join(', ')}`);
}

async function* withNewlines(lines: AsyncIterable<string> | Iterable<string>): AsyncIterable<string> {
  for await (const text of lines) yield text.endsWith('\n') ? text : `${text}\n`;
}
