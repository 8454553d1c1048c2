import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import * as z from 'zod';
import type { RowCounts } from '../store-files.ts';
import { writeHeader } from './sqlite-header.ts';
import { LAYOUT_VERSION } from './sqlite-layout.ts';
import { countRows } from './sqlite-snapshot.ts';

const Entries = z.array(z.object({ type: z.enum(['table', 'index']), name: z.string(), sql: z.string() }));
const Orphans = z.array(z.object({ table: z.string(), rowid: z.number() }));
const Version = z.object({ user_version: z.number() });

export interface SalvagedSqlite {
  /** Rows by table. */
  readonly kept: RowCounts;
  /** For each table, the number of rows that are known to exist but cannot be read. */
  readonly lost: RowCounts;
}

/**
 * Copies the readable rows of a damaged SQLite file into a new file: for each table, the rows before and after the
 * damage. Returns undefined when the list of tables cannot be read. `from` must be a copy, because a damaged header in
 * it is overwritten.
 */
export function salvageSqlite(from: string, to: string): SalvagedSqlite | undefined {
  if (!hasSchema(from)) writeHeader(from, LAYOUT_VERSION);
  const source = new DatabaseSync(from, { readOnly: true });
  const target = new DatabaseSync(to, { enableForeignKeyConstraints: false });
  try {
    const entries = schemaOf(source);
    if (entries === undefined) return undefined;
    const tables = entries.filter(({ type }) => type === 'table');
    const counts = tables.map(({ name, sql }) => {
      target.exec(sql);
      const kept = copyTable(source, target, name);
      return { name, kept, lost: Math.max(0, rowsOrNone(source, name) - kept) };
    });
    removeOrphans(target);
    for (const { sql } of entries.filter(({ type }) => type === 'index')) target.exec(sql);
    target.exec(`PRAGMA user_version = ${Version.parse(source.prepare('PRAGMA user_version').get()).user_version}`);
    const nonZero = (kind: 'kept' | 'lost') =>
      Object.fromEntries(counts.filter((count) => count[kind] > 0).map((count) => [count.name, count[kind]]));
    return { kept: nonZero('kept'), lost: nonZero('lost') };
  } finally {
    source.close();
    target.close();
  }
}

/**
 * Deletes big texts whose document was lost. Otherwise a new document that gets the same key would seem to have this
 * text.
 */
function removeOrphans(target: DatabaseSync): void {
  for (const { table, rowid } of Orphans.parse(target.prepare('PRAGMA foreign_key_check').all()))
    target.prepare(`DELETE FROM "${table}" WHERE rowid = ?`).run(rowid);
}

function hasSchema(path: string): boolean {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return schemaOf(database) !== undefined;
  } finally {
    database.close();
  }
}

function schemaOf(source: DatabaseSync): z.infer<typeof Entries> | undefined {
  try {
    const sql = "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL";
    return Entries.parse(source.prepare(sql).all()).filter(({ name }) => !name.startsWith('sqlite_'));
  } catch {
    return undefined;
  }
}

/**
 * Copies a damaged table from its first row to the damage, then from its last row back to the damage. Returns the
 * number of copied rows.
 */
function copyTable(source: DatabaseSync, target: DatabaseSync, table: string): number {
  target.exec('BEGIN');
  for (const direction of ['ASC', 'DESC'] as const) if (copyRows({ source, target, table }, direction) === 'all') break;
  target.exec('COMMIT');
  return countRows(target, table);
}

function copyRows(
  { source, target, table }: { source: DatabaseSync; target: DatabaseSync; table: string },
  direction: 'ASC' | 'DESC',
): 'all' | 'some' {
  try {
    const select = source.prepare(
      `SELECT * FROM "${table}" NOT INDEXED ORDER BY ${orderOf(source, table)} ${direction}`,
    );
    select.setReadBigInts(true);
    select.setReturnArrays(true);
    const columns = select.columns().length;
    const insert = target.prepare(`INSERT OR IGNORE INTO "${table}" VALUES (${Array(columns).fill('?').join(', ')})`);
    for (const row of select.iterate()) insert.run(...valuesOf(row));
    return 'all';
  } catch {
    return 'some';
  }
}

function valuesOf(row: unknown): SQLOutputValue[] {
  return z.array(z.custom<SQLOutputValue>()).parse(row);
}

/**
 * Returns the SQL expression by which SQLite orders a table: the rowid or, in a table without one, the primary key,
 * which is its first column.
 */
function orderOf(source: DatabaseSync, table: string): string {
  try {
    source.prepare(`SELECT rowid FROM "${table}" LIMIT 0`);
    return 'rowid';
  } catch {
    return '1';
  }
}

function rowsOrNone(source: DatabaseSync, table: string): number {
  try {
    return countRows(source, table);
  } catch {
    return 0;
  }
}
