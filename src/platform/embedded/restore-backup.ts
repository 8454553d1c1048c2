import { randomUUID } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { access, chmod, copyFile, mkdir, readdir, realpath, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { dataFolderProblem } from '../folder-problem.ts';
import { type MovesAuthor, PENDING_FILE, type Restored, type StoreProgress } from '../store-files.ts';
import { type BackupManifest, backupOf, readManifest, verifyFiles } from './backup-manifest.ts';
import {
  COMPANION_FILES,
  PLAIN_FOLDERS,
  REPLACED_FOLDER,
  SQLITE_FILES,
  STAGING_PREFIX,
  timestampName,
  WAREHOUSE_FILE,
} from './data-folder-files.ts';
import { finishPendingMoves, moveTogether } from './pending-moves.ts';
import { refuseHeld } from './probe-duckdb.ts';
import { syncFile } from './sync-file.ts';

export interface BackupToRestore {
  /** The absolute path of the data folder. */
  readonly folder: string;
  /** Creates the data folder and its missing parents. */
  readonly makeFolder: () => Promise<void>;
  readonly from: string;
  readonly author?: MovesAuthor;
}

/**
 * Restores a backup. Copies it into the data folder next to the stores and compares the copy with the manifest. Then
 * replaces the stores with the copy by renames that a kill cannot leave half done.
 */
export async function restoreBackup(request: BackupToRestore, progress: StoreProgress): Promise<Restored> {
  const { folder, from, makeFolder } = request;
  const manifest = await readManifest(from);
  progress('Checking the backup');
  await verifyFiles(from, manifest);
  try {
    await makeFolder();
    await access(folder, constants.W_OK);
    await refuseHeld(folder);
    await finishPendingMoves(folder);
    await removeStaging(folder);
    const staging = `${STAGING_PREFIX}${randomUUID()}`;
    progress('Copying the backup');
    await copyBackup(from, join(folder, staging), manifest);
    progress('Putting the copy in place');
    const replaced = await exchange(request, staging, manifest);
    await removeStaging(folder);
    return { backup: backupOf(await realpath(from), manifest), replaced };
  } catch (error) {
    // The copy of the backup stays while a plan of file moves exists, because those moves still need the copy.
    if (!existsSync(join(folder, PENDING_FILE))) await removeStaging(folder).catch(() => undefined);
    throw dataFolderProblem(error, folder);
  }
}

/** Deletes the copies that an interrupted restore or examination left in the data folder. */
export async function removeStaging(folder: string): Promise<void> {
  const names = existsSync(folder) ? await readdir(folder) : [];
  for (const name of names.filter((entry) => entry.startsWith(STAGING_PREFIX)))
    await rm(join(folder, name), { recursive: true, force: true });
}

async function copyBackup(from: string, staging: string, manifest: BackupManifest): Promise<void> {
  for (const { path } of manifest.files) {
    await mkdir(dirname(join(staging, path)), { recursive: true, mode: 0o700 });
    await copyFile(join(from, path), join(staging, path));
    await chmod(join(staging, path), 0o600);
    await syncFile(join(staging, path));
  }
  await verifyFiles(staging, manifest);
}

/**
 * Replaces the stores with the copy of the backup. Resolves to the folder with the replaced files; null when no files
 * were replaced.
 */
async function exchange(
  { folder, from, author }: BackupToRestore,
  staging: string,
  { files }: BackupManifest,
): Promise<string | null> {
  const replaced = `${REPLACED_FOLDER}/${timestampName(new Date())}-${randomUUID().slice(0, 4)}`;
  const present = [...SQLITE_FILES, WAREHOUSE_FILE, ...COMPANION_FILES, ...PLAIN_FOLDERS].filter((name) =>
    existsSync(join(folder, name)),
  );
  const placed = new Set(files.map(({ path }) => placeOf(path)));
  const moves = {
    reason: 'restore' as const,
    aside: present.map((name) => ({ from: name, to: `${replaced}/${name}` })),
    into_place: [...placed].map((name) => ({ from: `${staging}/${name}`, to: name })),
    backup: from,
    ...(author === undefined ? {} : { author }),
  };
  await moveTogether(folder, moves, () => refuseHeld(folder));
  return present.length === 0 ? null : replaced;
}

/**
 * Returns the path that a restore renames to move a file. A file in one of `PLAIN_FOLDERS` moves with its whole folder,
 * any other file alone.
 */
function placeOf(path: string): string {
  return PLAIN_FOLDERS.find((folder) => path.startsWith(`${folder}/`)) ?? path;
}
