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
 * Makes the data folder and everything in it accessible to this user only, because the stores, the sockets and `server.json` let their reader
 * act as this user. Throws a `Problem` when the folder or a file in it belongs to somebody else, who could change it at any time, or when
 * the file system keeps no permissions. Windows protects folders by its own access lists, so nothing is changed there.
 */
export async function keepPrivate(dataFolder: string): Promise<void> {
  if (process.getuid === undefined) return;
  const uid = process.getuid();
  await restrict({ path: dataFolder, name: 'The data folder', uid }, await stat(dataFolder));
  for (const entry of await readdir(dataFolder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    const found = await statEntry(path, entry);
    if (found !== undefined)
      await restrict({ path, name: 'The file of the data folder', uid }, found).catch(ignoreAbsent);
  }
}

interface OwnedPath {
  readonly path: string;
  /** The subject of a sentence about it. */
  readonly name: string;
  /** The user of this process. */
  readonly uid: number;
}

async function restrict({ path, name, uid }: OwnedPath, found: Stats): Promise<void> {
  if (found.uid !== uid)
    throw foreign(`${name} ${path} belongs to another user (UID ${found.uid}), and you are UID ${uid}.`);
  if ((found.mode & FOR_OTHERS) === 0) return;
  await chmod(path, found.isDirectory() ? PRIVATE_FOLDER : PRIVATE_FILE);
  if (((await stat(path)).mode & FOR_OTHERS) !== 0) throw cannotKeepPrivate(path);
}

/** A symbolic link is followed to see whose the target is. Undefined for a file that vanished in the meantime, or a broken link. */
async function statEntry(path: string, entry: Dirent): Promise<Stats | undefined> {
  return await (entry.isSymbolicLink() ? stat(path) : lstat(path)).catch(ignoreAbsent);
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
