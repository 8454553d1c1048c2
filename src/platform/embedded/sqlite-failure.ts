import * as z from 'zod';
import { Problem } from '../problem.ts';
import { Unavailable } from '../unavailable.ts';

/** Result codes of SQLite (https://sqlite.org/rescode.html); the low byte of an extended code is the primary one. */
const PRIMARY_CODE = 0xff;

type Kind = 'locked' | 'corrupt' | 'closed-to-writing' | 'full' | 'input-output';

const KIND_OF_CODE: ReadonlyMap<number | string, Kind> = new Map<number | string, Kind>([
  [5, 'locked'],
  [6, 'locked'],
  [8, 'closed-to-writing'],
  [10, 'input-output'],
  [11, 'corrupt'],
  [13, 'full'],
  [14, 'closed-to-writing'],
  [26, 'corrupt'],
  ['EACCES', 'closed-to-writing'],
  ['EPERM', 'closed-to-writing'],
  ['EROFS', 'closed-to-writing'],
  ['ENOTDIR', 'closed-to-writing'],
  ['EEXIST', 'closed-to-writing'],
  ['ENOSPC', 'full'],
]);

const Failure = z.object({ errcode: z.number().optional(), code: z.string().optional() });

/**
 * What a failure of SQLite or of the file system below it means: a `Problem` where a person has to act, `Unavailable` where
 * time may cure it, otherwise the failure itself.
 */
export function sqliteFailure(path: string, failure: unknown): unknown {
  const kind = kindOf(failure);
  switch (kind) {
    case undefined:
      return failure;
    case 'locked':
    case 'input-output':
      return new Unavailable(`The store ${path}`, failure);
    case 'corrupt':
      return corruptStore(path, failure);
    case 'full':
      return new Problem({
        code: 'disk_full',
        message: `The disk that holds the store ${path} is full, and nothing was written. Free some space and try again.`,
        cause: failure,
      });
    case 'closed-to-writing':
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
    message: `The store ${path} is damaged, or is not an SQLite file. Nothing was changed. Run \`tipoff doctor\`: it says what can be kept.`,
    cause,
  });
}

export function newerStore(path: string, version: number): Problem {
  return new Problem({
    code: 'store_too_new',
    message: `The store ${path} was written by a newer version of Tipoff (layout ${version}). Update Tipoff, or use another data folder.`,
  });
}

function kindOf(failure: unknown): Kind | undefined {
  const parsed = Failure.safeParse(failure);
  if (!parsed.success) return undefined;
  const { errcode, code } = parsed.data;
  if (errcode !== undefined) return KIND_OF_CODE.get(errcode & PRIMARY_CODE);
  return code === undefined ? undefined : KIND_OF_CODE.get(code);
}
