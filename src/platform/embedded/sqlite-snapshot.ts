import { existsSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { RowCounts } from '../store-files.ts';

/**
 * The number of SQLite pages that a snapshot copies in one piece. The process answers other requests between two
 * pieces.
 */
const PAGES_AT_ONCE = 2_000;

const Name = z.object({ name: z.string() });
const Count = z.object({ count: z.number() });

/** One SQLite file as it was at one moment. Later writes to the file do not change it. */
export interface SqliteSnapshot {
  copyTo(path: string): Promise<void>;
  close(): void;
}

/**
 * Takes a snapshot of a SQLite file while other writes continue. Returns undefined when the file does not exist. SQLite
 * itself reads the file, because a process that opens and closes the file in another way loses its file locks.
 */
export function sqliteSnapshot(path: string): SqliteSnapshot | undefined {
  if (!existsSync(path)) return undefined;
  // A read-only SQLite connection would leave its own -wal and -shm files behind, so the connection is not read-only.
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

/** Counts the documents in each table of a SQLite file. Tables with big texts or bookkeeping are skipped. */
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
