import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { FolderFile } from '../folder-file.ts';

/** The files below a folder, in the order of their names. None where the folder is not there. */
export function filesBelow(folder: string): readonly FolderFile[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({
      name: path.slice(join(folder, '/').length).split(sep).join('/'),
      size: statSync(path).size,
      read: () => readFileSync(path),
    }));
}
