import { existsSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { RowCounts } from '../store-files.ts';

/** Enough for a pause between pieces in which the process answers others. */
const PAGES_AT_ONCE = 2_000;

const Name = z.object({ name: z.string() });
const Count = z.object({ count: z.number() });

/** One SQLite file as it was when the snapshot was taken. */
export interface SqliteSnapshot {
  /** Writes it into a new file. */
  copyTo(path: string): Promise<void>;
  close(): void;
}

/**
 * Fixes the state of the file at this moment; writers continue. Undefined when the file does not exist. The file is read through SQLite, because
 * a process that opens and closes it otherwise loses the locks it holds on it.
 */
export function sqliteSnapshot(path: string): SqliteSnapshot | undefined {
  if (!existsSync(path)) return undefined;
  // Not opened read-only: such a connection leaves its own -wal and -shm files behind.
  const source = new DatabaseSync(path);
  source.exec('PRAGMA query_only = ON; BEGIN');
  source.prepare('SELECT count(*) FROM sqlite_schema').get();
  return {
    copyTo: async (target) => {
      await backup(source, target, { rate: PAGES_AT_ONCE });
      withDatabase(target, (copy) => copy.exec('PRAGMA journal_mode = DELETE'));
    },
    close: () => source.close(),
  };
}

/** Documents by table, without those tables that hold the texts of documents or bookkeeping. */
export function countDocuments(path: string): RowCounts {
  return withDatabase(path, (database) => {
    const counts = tablesIn(database)
      .filter((table) => !table.includes('.') && table !== 'store_meta')
      .map((table) => [table, countRows(database, table)] as const);
    return Object.fromEntries(counts.filter(([, count]) => count > 0));
  });
}

function tablesIn(database: DatabaseSync): readonly string[] {
  const sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
  return z
    .array(Name)
    .parse(database.prepare(sql).all())
    .map(({ name }) => name);
}

export function countRows(database: DatabaseSync, table: string): number {
  return Count.parse(database.prepare(`SELECT count(*) AS count FROM "${table}"`).get()).count;
}

function withDatabase<R>(path: string, use: (database: DatabaseSync) => R): R {
  const database = new DatabaseSync(path);
  try {
    return use(database);
  } finally {
    database.close();
  }
}
