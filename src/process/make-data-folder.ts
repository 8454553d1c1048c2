import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { Problem } from '../platform/problem.ts';

const Fault = z.object({ code: z.string() });

const CURES: Readonly<Record<string, string>> = {
  EACCES: 'may not be written by this user. Make it writable, or point TIPOFF_DATA at another folder',
  EPERM: 'may not be written by this user. Make it writable, or point TIPOFF_DATA at another folder',
  EROFS: 'is on a read-only file system. Point TIPOFF_DATA at another folder',
  ENOENT: 'cannot be made there. Point TIPOFF_DATA at another folder',
  ENOTDIR: 'is not a folder. Point TIPOFF_DATA at one',
  EEXIST: 'is not a folder. Point TIPOFF_DATA at one',
  ENOSPC: 'is on a disk that is full; nothing was changed. Free some space and try again',
  EDQUOT: 'is on a disk that is full; nothing was changed. Free some space and try again',
};

/**
 * Makes the folder and those above it; one that is there is fine. Throws a `Problem` where the file system refuses. One level at a time,
 * because `mkdir` with `recursive` never ends on a file system that answers ENOENT below a folder that exists, as /proc does.
 */
export async function makeDataFolder(dataFolder: string): Promise<void> {
  try {
    await makeFolder(dataFolder);
  } catch (error) {
    throw folderProblem(error, dataFolder);
  }
}

async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  await makeFolder(dirname(path));
  try {
    await mkdir(path);
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

/** What the file system refused about the data folder, as a `Problem`; any other error as it is. */
export function folderProblem(error: unknown, dataFolder: string): unknown {
  const cure = CURES[Fault.safeParse(error).data?.code ?? ''];
  if (error instanceof Problem || cure === undefined) return error;
  return new Problem({ code: 'folder_unusable', message: `The data folder ${dataFolder} ${cure}.`, cause: error });
}
