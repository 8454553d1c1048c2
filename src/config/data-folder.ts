import { resolve } from 'node:path';

/** Absolute paths that others begin with. */
export interface Folders {
  /** Where the command was given. */
  readonly working: string;
  /** Where Tipoff is installed. */
  readonly tipoff: string;
}

/** Unless it is named it is the same wherever a command is given: of two folders, the locks of one keep nobody out of the other. */
export function dataFolderOf(given: string | undefined, { working, tipoff }: Folders): string {
  return given === undefined ? resolve(tipoff, 'data') : resolve(working, given);
}
