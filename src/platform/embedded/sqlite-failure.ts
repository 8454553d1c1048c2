import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { DiskFull } from '../disk-full.ts';
import { Problem } from '../problem.ts';
import { Unavailable } from '../unavailable.ts';
import { sqliteLockHolder } from './sqlite-lock-holder.ts';

/** A bit mask for the low byte of a SQLite result code, which is its primary code (https://sqlite.org/rescode.html). */
const PRIMARY_CODE = 0xff;
/**
 * The free space below which SQLite cannot enlarge its files. SQLite then reports an I/O error, or that it cannot open
 * a file.
 */
const FULL_BELOW_BYTES = 65_536;

type FailureKind = 'locked' | 'corrupt' | 'read-only' | 'full' | 'input-output';

const FAILURE_KINDS: ReadonlyMap<number | string, FailureKind> = new Map<number | string, FailureKind>([
  [5, 'locked'],
  [6, 'locked'],
  [8, 'read-only'],
  [10, 'input-output'],
  [11, 'corrupt'],
  [13, 'full'],
  [14, 'read-only'],
  [26, 'corrupt'],
  ['EACCES', 'read-only'],
  ['EPERM', 'read-only'],
  ['EROFS', 'read-only'],
  ['ENOTDIR', 'read-only'],
  ['EEXIST', 'read-only'],
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['ERR_OUT_OF_RANGE', 'corrupt'],
]);
/**
 * The error code and message for text that is not JSON. SQLite has no special error code for it, so the message
 * identifies the error.
 */
const NOT_JSON = { errcode: 1, message: 'malformed JSON' };

const Failure = z.object({
  errcode: z.number().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
});

/**
 * Converts a failure of SQLite or of the file system to a `Problem` when a person must act, or to `Unavailable` when a
 * retry may succeed. A full disk becomes `DiskFull`. Any other failure is returned unchanged.
 */
export function sqliteFailure(path: string, failure: unknown): unknown {
  switch (kindAt(path, failure)) {
    case undefined:
      return failure;
    case 'locked':
      return new Unavailable(
        `The store ${path}`,
        failure,
        `is locked by ${sqliteLockHolder(path) ?? 'another program'}`,
      );
    case 'input-output':
      return new Unavailable(`The store ${path}`, failure);
    case 'corrupt':
      return corruptStore(path, failure);
    case 'full':
      return new DiskFull(`the store ${path}`, failure);
    case 'read-only':
      return new Problem({
        code: 'store_read_only',
        message: `The store ${path} cannot be opened for writing. Make the file and its folder writable, or use another data folder.`,
        cause: failure,
      });
  }
}

export function corruptStore(path: string, cause: unknown): Problem {
  return new Problem({
    code: 'store_corrupt',
    message: `The store ${path} is damaged or is not a SQLite file. Nothing was changed. Run \`tipoff doctor\` to see what can be kept.`,
    cause,
  });
}

export function newerStore(path: string, version: number): Problem {
  return new Problem({
    code: 'store_too_new',
    message: `The store ${path} was written by a newer version of Tipoff (layout ${version}). Update Tipoff, or use another data folder.`,
  });
}

/** Returns whether a failure means that another program has the SQLite file locked. */
export function isLocked(failure: unknown): boolean {
  return kindOf(failure) === 'locked';
}

/**
 * Returns the kind of a SQLite failure. SQLite does not always say that the disk is full, so the free space decides.
 */
function kindAt(path: string, failure: unknown): FailureKind | undefined {
  const kind = kindOf(failure);
  return (kind === 'input-output' || kind === 'read-only') && isDiskFull(path) ? 'full' : kind;
}

function isDiskFull(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize < FULL_BELOW_BYTES;
  } catch {
    return false;
  }
}

function kindOf(failure: unknown): FailureKind | undefined {
  const parsed = Failure.safeParse(failure);
  if (!parsed.success) return undefined;
  const { errcode, code, message } = parsed.data;
  if (errcode === NOT_JSON.errcode && message === NOT_JSON.message) return 'corrupt';
  if (errcode !== undefined) return FAILURE_KINDS.get(errcode & PRIMARY_CODE);
  return code === undefined ? undefined : FAILURE_KINDS.get(code);
}
