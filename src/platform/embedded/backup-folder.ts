import { randomUUID } from 'node:crypto';
import { chmod, copyFile, mkdir, readdir, realpath, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import * as z from 'zod';
import { folderProblem } from '../folder-problem.ts';
import { Problem } from '../problem.ts';
import type { Backup, RowCounts, StoreProgress } from '../store-files.ts';
import { type BackupManifest, backupOf, MANIFEST_FILE, newManifest } from './backup-manifest.ts';
import { DOCUMENTS_FILE, KEYS_FOLDER, PLAIN_FOLDERS, SQLITE_FILES, WAREHOUSE_FILE } from './data-folder-files.ts';
import { countDocuments, type SqliteSnapshot, sqliteSnapshot } from './sqlite-snapshot.ts';
import { hashFile, syncFile, syncFolder } from './sync-file.ts';

const FileFault = z.object({ code: z.string() });
const PARTIAL = '.partial-';

/**
 * Copies the warehouse into a new file and calls `atThatMoment` while no statement changes the warehouse. The copy
 * holds the state of that moment, even if the warehouse changes later.
 */
export type CopyWarehouse = (path: string, atThatMoment: () => void) => Promise<RowCounts>;

export interface BackupSource {
  readonly folder: string;
  readonly version: string;
  readonly copyWarehouse: CopyWarehouse;
}

/**
 * Copies the document store and the warehouse as they are at one moment: the SQLite snapshots begin while no statement
 * changes the warehouse. After a restore, the pipeline continues as after a power cut at that moment. If one store was
 * copied after the other, the documents could call a batch done whose rows are missing in the copied warehouse.
 */
export async function backupFolder(source: BackupSource, to: string, progress: StoreProgress): Promise<Backup> {
  await checkTarget(source.folder, to);
  const partial = join(dirname(to), `${basename(to)}${PARTIAL}${randomUUID()}`);
  try {
    await mkdir(partial, { mode: 0o700 });
    const manifest = await writeCopies(source, partial, progress);
    if ((await entriesOf(to)) !== undefined) await rmdir(to);
    await rename(partial, to);
    await syncFolder(dirname(to));
    return backupOf(to, manifest);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw targetProblem(error, to);
  }
}

async function writeCopies(source: BackupSource, partial: string, progress: StoreProgress): Promise<BackupManifest> {
  const snapshots = new Map<string, SqliteSnapshot>();
  const takeSnapshots = () => {
    for (const file of SQLITE_FILES) {
      const snapshot = sqliteSnapshot(join(source.folder, file));
      if (snapshot !== undefined) snapshots.set(file, snapshot);
    }
  };
  const createdAt = new Date().toISOString();
  try {
    // The audit anchor is copied before the documents, so that they contain every audit record that it names.
    await copyPlainFolder(join(source.folder, KEYS_FOLDER), join(partial, KEYS_FOLDER));
    progress('Copying the warehouse');
    const rows = await source.copyWarehouse(join(partial, WAREHOUSE_FILE), takeSnapshots);
    for (const [file, snapshot] of snapshots) {
      progress(`Copying ${file}`);
      await mkdir(dirname(join(partial, file)), { recursive: true, mode: 0o700 });
      await snapshot.copyTo(join(partial, file));
    }
    for (const folder of PLAIN_FOLDERS.filter((name) => name !== KEYS_FOLDER))
      await copyPlainFolder(join(source.folder, folder), join(partial, folder));
    const documents = snapshots.has(DOCUMENTS_FILE) ? countDocuments(join(partial, DOCUMENTS_FILE)) : {};
    progress('Checking the copy');
    return await writeManifest(partial, { version: source.version, createdAt, documents, rows });
  } finally {
    for (const snapshot of snapshots.values()) snapshot.close();
  }
}

interface Content {
  readonly version: string;
  readonly createdAt: string;
  readonly documents: RowCounts;
  readonly rows: RowCounts;
}

async function writeManifest(folder: string, { version, createdAt, documents, rows }: Content) {
  const files: BackupManifest['files'] = [];
  for (const path of await filesIn(folder)) {
    const whole = join(folder, path);
    await chmod(whole, 0o600);
    await syncFile(whole);
    files.push({
      path: path.split(sep).join('/'),
      bytes: (await stat(whole)).size,
      sha256: await hashFile(whole),
    });
  }
  const manifest = newManifest({ tipoff_version: version, created_at: createdAt, files, documents, rows });
  const path = join(folder, MANIFEST_FILE);
  await writeFile(path, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  await syncFile(path);
  await syncFolder(folder);
  return manifest;
}

async function copyPlainFolder(from: string, to: string): Promise<void> {
  const names = (await entriesOf(from)) ?? [];
  for (const name of names.filter((entry) => !entry.endsWith('.new'))) {
    await mkdir(to, { recursive: true, mode: 0o700 });
    await copyFile(join(from, name), join(to, name)).catch(absentIsFine);
  }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();
}

/**
 * Checks the target folder of a backup. Throws a `Problem` unless the folder is new or empty, outside the data folder,
 * and inside an existing folder.
 */
async function checkTarget(dataFolder: string, to: string): Promise<void> {
  const parent = await realpath(dirname(to)).catch((error: unknown) => {
    const message = `The folder ${dirname(to)} does not exist. Create it first, or name another folder for the backup.`;
    throw new Problem({ code: 'bad_folder', message, cause: error });
  });
  const data = await realpath(dataFolder);
  const place = join(parent, basename(to));
  if (place === data || place.startsWith(data + sep)) {
    const message = `${to} is inside the data folder ${dataFolder}. Name a folder outside it, best on another disk.`;
    throw new Problem({ code: 'bad_folder', message });
  }
  const entries = await entriesOf(to).catch((error: unknown) => {
    throw targetProblem(error, to);
  });
  if (entries === undefined || entries.length === 0) return;
  const message = `The folder ${to} is not empty. Name a new folder for the backup.`;
  throw new Problem({ code: 'folder_not_empty', message });
}

/** Lists the entries of a folder. Resolves to undefined when the folder does not exist. */
async function entriesOf(folder: string): Promise<readonly string[] | undefined> {
  try {
    return await readdir(folder);
  } catch (error) {
    return absentIsFine(error);
  }
}

function absentIsFine(error: unknown): undefined {
  if (FileFault.safeParse(error).data?.code !== 'ENOENT') throw error;
}

function targetProblem(error: unknown, path: string): unknown {
  const elsewhere = 'name another folder for the backup';
  return folderProblem(error, { what: 'the backup folder', path, elsewhere, code: 'folder_unwritable' });
}
