import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { LocalSlackError } from '../local-slack-error.ts';

const FILE_NAME = 'slack-workspace.sqlite';
/** Increase this number when older code cannot read the new layout of the tables. */
const LAYOUT_VERSION = 1;

const LAYOUT = `
  CREATE TABLE IF NOT EXISTS users (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS channels (id TEXT PRIMARY KEY, position INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS messages (
    channel TEXT NOT NULL, ts TEXT NOT NULL, thread_ts TEXT, user TEXT NOT NULL, is_broadcast INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (channel, ts)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS messages_by_thread ON messages (channel, thread_ts, ts);
  CREATE TABLE IF NOT EXISTS homes (user TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS files (id TEXT PRIMARY KEY, body TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;
`;

/** Opens or creates the database file of the workspace. A change is on disk when its call returns. */
export function openWorkspaceFile(folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, FILE_NAME);
  const database = new DatabaseSync(path, { timeout: 1_000 });
  try {
    checkVersion(database, path);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    database.exec(`BEGIN IMMEDIATE; ${LAYOUT} PRAGMA user_version = ${LAYOUT_VERSION}; COMMIT`);
    return database;
  } catch (failure) {
    database.close();
    throw failure;
  }
}

function checkVersion(database: DatabaseSync, path: string): void {
  const { user_version: version } = z
    .object({ user_version: z.number() })
    .parse(database.prepare('PRAGMA user_version').get());
  if (version <= LAYOUT_VERSION) return;
  const message = `${path} was written by a newer version of local-slack. Use that version, or move the file away to start an empty workspace.`;
  throw new LocalSlackError({ code: 'newer_store', message });
}
