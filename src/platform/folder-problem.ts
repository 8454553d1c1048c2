import * as z from 'zod';
import { DiskFull, isDiskFullError } from './disk-full.ts';
import { Problem } from './problem.ts';

const Fault = z.object({ code: z.string() });

/** A folder that Tipoff writes to, as error messages name it. */
export interface NamedFolder {
  /** The role of the folder, with an article: `the data folder`. */
  readonly what: string;
  readonly path: string;
  /** The way out, as part of a sentence: `point TIPOFF_DATA at another folder`. */
  readonly elsewhere: string;
  /** The code of the `Problem`. */
  readonly code: string;
}

/**
 * Converts a file system error about a folder to a `Problem` or `DiskFull`, whose message names no system code. Returns
 * any other error unchanged.
 */
export function folderProblem(error: unknown, { what, path, elsewhere, code }: NamedFolder): unknown {
  if (isDiskFullError(error)) return new DiskFull(`${what} ${path}`, error);
  const fault = faultText(Fault.safeParse(error).data?.code, elsewhere);
  if (error instanceof Problem || fault === undefined) return error;
  return new Problem({ code, message: `${capitalized(what)} ${path} ${fault}.`, cause: error });
}

export function dataFolderProblem(error: unknown, path: string): unknown {
  const elsewhere = 'point TIPOFF_DATA at another folder';
  return folderProblem(error, { what: 'the data folder', path, elsewhere, code: 'folder_unusable' });
}

function faultText(systemCode: string | undefined, elsewhere: string): string | undefined {
  const anotherOne = capitalized(elsewhere);
  switch (systemCode) {
    case 'EACCES':
    case 'EPERM':
      return `is not writable by this user. Make it writable, or ${elsewhere}`;
    case 'EROFS':
      return `is on a read-only file system. ${anotherOne}`;
    case 'ENOENT':
      return `cannot be created there. ${anotherOne}`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `is not a folder. ${anotherOne}`;
    case 'ENAMETOOLONG':
      return `has a path that is too long for its file system. ${anotherOne}`;
    case 'ELOOP':
      return `is a symbolic link that leads to itself. ${anotherOne}`;
    case 'EIO':
      return `is on a disk that reports errors. Check the disk, or ${elsewhere}`;
    default:
      return undefined;
  }
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
