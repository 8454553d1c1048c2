import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { DiskFull, isDiskFullError } from '../platform/disk-full.ts';
import { Problem } from '../platform/problem.ts';
import { keepPrivate } from './keep-private.ts';

const PRIVATE_FOLDER = 0o700;
const Fault = z.object({ code: z.string() });

const FAULTS: Readonly<Record<string, string>> = {
  EACCES: 'is not writable by this user. Make it writable, or point TIPOFF_DATA at another folder',
  EPERM: 'is not writable by this user. Make it writable, or point TIPOFF_DATA at another folder',
  EROFS: 'is on a read-only file system. Point TIPOFF_DATA at another folder',
  ENOENT: 'cannot be created there. Point TIPOFF_DATA at another folder',
  ENOTDIR: 'is not a folder. Point TIPOFF_DATA at one',
  EEXIST: 'is not a folder. Point TIPOFF_DATA at one',
  ENAMETOOLONG: 'has a path that is too long for its file system. Point TIPOFF_DATA at a folder with a shorter path',
  ELOOP: 'is a symbolic link that leads to itself. Point TIPOFF_DATA at a folder',
};

/**
 * Creates the folder and its missing parents, and makes the folder private. Throws a `Problem` when the file system
 * refuses. Creates one level at a time, because recursive `mkdir` never returns on file systems that report ENOENT
 * inside an existing folder, as /proc does.
 */
export async function makeDataFolder(dataFolder: string): Promise<void> {
  try {
    await makeFolder(dataFolder);
    await keepPrivate(dataFolder);
  } catch (error) {
    throw folderProblem(error, dataFolder);
  }
}

async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  await makeFolder(dirname(path));
  try {
    await mkdir(path, { mode: PRIVATE_FOLDER });
  } catch (error) {
    if (!(await isFolder(path))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) throw Object.assign(new Error(`${path} is not a folder`), { code: 'ENOTDIR' });
    return true;
  } catch (error) {
    if (Fault.safeParse(error).data?.code === 'ENOENT') return false;
    throw error;
  }
}

/** Converts a file system error about the data folder to a `Problem` or `DiskFull`. Returns any other error unchanged. */
export function folderProblem(error: unknown, dataFolder: string): unknown {
  if (isDiskFullError(error)) return new DiskFull(`the data folder ${dataFolder}`, error);
  const fault = FAULTS[Fault.safeParse(error).data?.code ?? ''];
  if (error instanceof Problem || fault === undefined) return error;
  return new Problem({ code: 'folder_unusable', message: `The data folder ${dataFolder} ${fault}.`, cause: error });
}
