import type { Dirent, Stats } from 'node:fs';
import { chmod, lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { Problem } from '../platform/problem.ts';

const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;
const FOR_OTHERS = 0o077;
const Absent = z.object({ code: z.literal('ENOENT') });

/**
 * Makes the data folder accessible to this user only. Anybody who can read the stores or `server.json` can act as this
 * user. Throws a `Problem` if the folder belongs to another user, who could change it at any time. Also throws a
 * `Problem` if the file system keeps no permissions. On Windows this function does nothing, because the access lists of
 * the folder protect it.
 */
export async function keepFolderPrivate(dataFolder: string): Promise<void> {
  const uid = process.getuid?.();
  if (uid === undefined) return;
  await restrict({ path: dataFolder, name: 'The data folder', uid }, await stat(dataFolder));
}

/**
 * Does for everything in the data folder what `keepFolderPrivate` does for the folder. Only a process that opens the
 * stores calls it, because a folder may hold thousands of files.
 */
export async function keepContentPrivate(dataFolder: string): Promise<void> {
  const uid = process.getuid?.();
  if (uid !== undefined) await restrictContent(dataFolder, uid);
}

async function restrictContent(folder: string, uid: number): Promise<void> {
  for (const entry of (await readdir(folder, { withFileTypes: true }).catch(ignoreAbsent)) ?? []) {
    const path = join(folder, entry.name);
    const found = await statEntry(path, entry);
    if (found === undefined) continue;
    await restrict({ path, name: 'The file of the data folder', uid }, found).catch(ignoreAbsent);
    if (entry.isDirectory()) await restrictContent(path, uid);
  }
}

interface OwnedPath {
  readonly path: string;
  /** The path as an error message names it, at the start of a sentence. */
  readonly name: string;
  /** The id of the user who runs this process. */
  readonly uid: number;
}

async function restrict({ path, name, uid }: OwnedPath, found: Stats): Promise<void> {
  if (found.uid !== uid)
    throw foreign(`${name} ${path} belongs to another user (UID ${found.uid}), and you are UID ${uid}.`);
  if ((found.mode & FOR_OTHERS) === 0) return;
  await chmod(path, found.isDirectory() ? PRIVATE_FOLDER : PRIVATE_FILE);
  if (((await stat(path)).mode & FOR_OTHERS) !== 0) throw cannotKeepPrivate(path);
}

/**
 * Returns the owner and the mode of an entry of the data folder. If the entry is a symbolic link to a file, they are
 * those of the file, because a store may be on another disk. Returns undefined for any other link, and for a file that
 * no longer exists.
 */
async function statEntry(path: string, entry: Dirent): Promise<Stats | undefined> {
  if (!entry.isSymbolicLink()) return await lstat(path).catch(ignoreAbsent);
  const target = await stat(path).catch(ignoreAbsent);
  return target?.isFile() === true ? target : undefined;
}

function ignoreAbsent(error: unknown): undefined {
  if (!Absent.safeParse(error).success) throw error;
}

function foreign(fault: string): Problem {
  const message = `${fault} That user could read your tokens and change your data. Change the owner with \`chown\`, or point TIPOFF_DATA at a folder of yours.`;
  return new Problem({ code: 'foreign_folder', message });
}

function cannotKeepPrivate(path: string): Problem {
  const message = `Other users can read ${path}, and its file system does not let Tipoff change that. Point TIPOFF_DATA at a folder on another file system.`;
  return new Problem({ code: 'folder_not_private', message });
}
