/** The paths of the store files, relative to the data folder. */
export const DOCUMENTS_FILE = 'tipoff.sqlite';
export const WAREHOUSE_FILE = 'warehouse.duckdb';
const WORKSPACE_FILE = 'slack/slack-workspace.sqlite';

/** The SQLite files of a data folder. A backup copies all of them as they are at one moment. */
export const SQLITE_FILES = [DOCUMENTS_FILE, WORKSPACE_FILE] as const;

/** The folder with two files: the key that signs the audit, and the anchor file, to which several processes append. */
export const KEYS_FOLDER = 'keys';

/**
 * The folders whose files can be copied at any time. A file in them gets its name only when it is complete. The one
 * exception is the anchor file, which grows, and a shorter copy of it is valid.
 */
export const PLAIN_FOLDERS = ['without-lock', KEYS_FOLDER] as const;

/**
 * The files that belong to the running process or to one store. A restore moves these files aside together with the
 * stores.
 */
export const COMPANION_FILES = [
  'tipoff.sqlite-wal',
  'tipoff.sqlite-shm',
  'slack/slack-workspace.sqlite-wal',
  'slack/slack-workspace.sqlite-shm',
  'warehouse.duckdb.wal',
  'server.json',
] as const;

/** The folder for replaced files. Each restore or repair adds a subfolder that is named after its time. */
export const REPLACED_FOLDER = 'replaced';

/**
 * The name prefix of folders with working copies of a restore or an examination. Such a folder can be deleted unless a
 * restore or repair is unfinished.
 */
export const STAGING_PREFIX = '.staging-';

/** Formats a time as `2026-11-29T22-15-04Z`, because some file systems do not allow colons in file names. */
export function timestampName(moment: Date): string {
  return moment
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
}
