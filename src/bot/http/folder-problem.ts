import * as z from 'zod';
import { Problem } from '../../platform/problem.ts';

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

/** What the file system refused about the data folder, as a `Problem`; any other error as it is. */
export function folderProblem(error: unknown, dataFolder: string): unknown {
  const cure = CURES[Fault.safeParse(error).data?.code ?? ''];
  if (error instanceof Problem || cure === undefined) return error;
  return new Problem({ code: 'folder_unusable', message: `The data folder ${dataFolder} ${cure}.`, cause: error });
}
