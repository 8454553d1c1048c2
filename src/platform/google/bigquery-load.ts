import { createWriteStream } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { JobLoadMetadata } from '@google-cloud/bigquery';
import type { Column, Table } from '../warehouse.ts';
import { labelValue } from './job-id.ts';

const FILE = 'rows.ndjson';
const WRITE_CHARACTERS = 256 * 1024;

export type Lines = AsyncIterable<string> | Iterable<string>;

/** A row that BigQuery would load although the port refuses it. */
export class RefusedRow extends Error {
  override readonly name = 'RefusedRow';
}

/**
 * Writes the lines of a load to a temporary file, calls `use` with the file, and always deletes it. A file can be sent again after a lost
 * answer, and lines that throw send nothing. Throws `RefusedRow` for a field that is not exactly a column's name, because BigQuery ignores
 * the case of fields.
 */
export async function withRowFile(table: Table, lines: Lines, use: (file: string) => Promise<void>): Promise<void> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-load-'));
  const file = join(folder.path, FILE);
  await pipeline(Readable.from(inChunks(table, lines)), createWriteStream(file, { mode: 0o600 }));
  await use(file);
}

async function* inChunks(table: Table, lines: Lines): AsyncIterable<string> {
  const known = new Set(table.columns.map(({ name }) => name));
  let chunk = '';
  for await (const text of lines) {
    for (const line of text.split('\n')) assertKnownFields(known, line);
    chunk += text.endsWith('\n') ? text : `${text}\n`;
    if (chunk.length < WRITE_CHARACTERS) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk.length > 0) yield chunk;
}

/** A line that is not a JSON object is left to BigQuery, which refuses it. */
function assertKnownFields(known: ReadonlySet<string>, line: string): void {
  const row = parsed(line);
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return;
  const unknown = Object.keys(row).filter((field) => !known.has(field));
  if (unknown.length > 0) throw new RefusedRow(`the table has no column ${unknown.sort().join(', ')}`);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The configuration of a load job that replaces the rows of a table, and creates the table with its partitions and clusters. */
export function loadOf(table: Table, location: string): JobLoadMetadata {
  return {
    location,
    sourceFormat: 'NEWLINE_DELIMITED_JSON',
    writeDisposition: 'WRITE_TRUNCATE',
    createDisposition: 'CREATE_IF_NEEDED',
    schema: { fields: table.columns.map(fieldOf) },
    ...(table.partitionBy === undefined ? {} : { timePartitioning: { type: 'DAY', field: table.partitionBy } }),
    ...(table.clusterBy === undefined ? {} : { clustering: { fields: [...table.clusterBy] } }),
    labels: labelsOf(`load of ${table.name}`),
  } as JobLoadMetadata;
}

/** The labels that divide the costs of a project: the app, and the statement that the job ran. */
export function labelsOf(statement: string): Record<string, string> {
  return { app: 'tipoff', statement: labelValue(statement) };
}

function fieldOf({ name, type, mode }: Column) {
  return { name, type, mode: mode === 'required' ? 'REQUIRED' : 'NULLABLE' };
}
