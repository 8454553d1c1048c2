import { resolve } from 'node:path';

/** The absolute paths from which relative folders are resolved. */
export interface Folders {
  /** The current directory. */
  readonly working: string;
  /** The folder where Tipoff is installed. */
  readonly tipoff: string;
}

/** The default does not depend on the current directory: two data folders would have separate locks, so both could deploy at once. */
export function dataFolderOf(given: string | undefined, { working, tipoff }: Folders): string {
  return given === undefined ? resolve(tipoff, 'data') : resolve(working, given);
}
