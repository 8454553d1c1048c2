import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { dataFolderProblem } from '../platform/folder-problem.ts';
import { keepFolderPrivate } from './keep-private.ts';

const PRIVATE_FOLDER = 0o700;
const Fault = z.object({ code: z.string() });

/**
 * Creates the folder and its missing parents, and makes the folder private. Throws a `Problem` when the file system
 * refuses. Creates one level at a time, because recursive `mkdir` never returns on file systems that report ENOENT
 * inside an existing folder, as /proc does.
 */
export async function makeDataFolder(dataFolder: string): Promise<void> {
  try {
    await makeFolder(dataFolder);
    await keepFolderPrivate(dataFolder);
  } catch (error) {
    throw dataFolderProblem(error, dataFolder);
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
