import { resolve } from 'node:path';
import { Problem } from '../platform/problem.ts';

/** In bytes. SQLite opens no path beyond 512, and the longest path below the data folder has about 100. */
const LONGEST_PATH = 400;
/** In bytes; the limit of most file systems for each folder on the path. */
const LONGEST_NAME = 255;

/** The absolute paths that relative folders start from. */
export interface Folders {
  /** The current directory. */
  readonly working: string;
  /** The folder where Tipoff is installed. */
  readonly tipoff: string;
}

/**
 * The default does not depend on the current directory: two data folders would have separate locks, so both could deploy at once. Throws a
 * `Problem` for a path that is too long.
 */
export function dataFolderOf(given: string | undefined, { working, tipoff }: Folders): string {
  const path = given === undefined ? resolve(tipoff, 'data') : resolve(working, given);
  const bytes = Buffer.byteLength(path);
  if (bytes > LONGEST_PATH)
    throw tooLong(`The path of the data folder is ${bytes} bytes long, and at most ${LONGEST_PATH} work.`);
  const longest = Math.max(...path.split('/').map((name) => Buffer.byteLength(name)));
  if (longest > LONGEST_NAME) {
    throw tooLong(
      `A folder on the path of the data folder has a name of ${longest} bytes, and at most ${LONGEST_NAME} work.`,
    );
  }
  return path;
}

function tooLong(fault: string): Problem {
  const message = `${fault} Set the environment variable TIPOFF_DATA to a folder with a shorter path.`;
  return new Problem({ code: 'bad_configuration', message });
}
