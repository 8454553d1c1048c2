/** Names in the data folder, relative to it. */
export const DOCUMENTS_FILE = 'tipoff.sqlite';
export const WAREHOUSE_FILE = 'warehouse.duckdb';
const WORKSPACE_FILE = 'slack/slack-workspace.sqlite';

/** The SQLite files. A copy of them is taken at one moment. */
export const SQLITE_FILES = [DOCUMENTS_FILE, WORKSPACE_FILE] as const;

/** The key of the audit, and the anchor that other processes append to. */
export const KEYS_FOLDER = 'keys';

/** Folders whose files are written once and renamed, so that they can be copied at any time. A shorter copy of the anchor is valid, too. */
export const PLAIN_FOLDERS = ['without-lock', KEYS_FOLDER] as const;

/** Files that belong to the running process or to one store, and are moved aside together with what they describe. */
export const COMPANION_FILES = [
  'tipoff.sqlite-wal',
  'tipoff.sqlite-shm',
  'slack/slack-workspace.sqlite-wal',
  'slack/slack-workspace.sqlite-shm',
  'warehouse.duckdb.wal',
  'server.json',
] as const;

/** Where files go that were replaced, in a folder for each time. */
export const REPLACED_FOLDER = 'replaced';

/** Copies that a restore or an examination works on. Safe to delete at any time but during pending moves. */
export const STAGING_PREFIX = '.staging-';

/** `2026-11-29T22-15-04Z`, which is a file name everywhere. */
export function timestampName(moment: Date): string {
  return moment
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
}
