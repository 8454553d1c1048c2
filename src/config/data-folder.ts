import { resolve } from 'node:path';
import { Problem } from '../platform/problem.ts';

/**
 * The longest path of a data folder, in bytes. SQLite opens no path of more than 512 bytes, and the names of Tipoff's
 * files below the data folder take about 100.
 */
const LONGEST_PATH = 400;
/** The longest name of a folder, in bytes. Most file systems have this limit. */
const LONGEST_NAME = 255;

/** The absolute paths of the folders from which relative paths are resolved. */
export interface Folders {
  /** The current directory. */
  readonly working: string;
  /** The folder where Tipoff is installed. */
  readonly tipoff: string;
}

/**
 * Returns the path of the data folder. The default does not depend on the current directory: two data folders would
 * have separate locks, so two people could deploy at once. Throws a `Problem` if the path is too long.
 */
export function dataFolderOf(given: string | undefined, { working, tipoff }: Folders): string {
  const path = given === undefined ? resolve(tipoff, 'data') : resolve(working, given);
  const bytes = Buffer.byteLength(path);
  if (bytes > LONGEST_PATH)
    throw tooLong(`The path of the data folder is ${bytes} bytes long, but at most ${LONGEST_PATH} bytes are allowed.`);
  const longest = Math.max(...path.split('/').map((name) => Buffer.byteLength(name)));
  if (longest > LONGEST_NAME) {
    throw tooLong(
      `A folder on the path of the data folder has a name of ${longest} bytes, but at most ${LONGEST_NAME} are allowed.`,
    );
  }
  return path;
}

function tooLong(fault: string): Problem {
  const message = `${fault} Set the environment variable TIPOFF_DATA to a folder with a shorter path.`;
  return new Problem({ code: 'bad_configuration', message });
}
