import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { FolderFile } from '../folder-file.ts';

/** Lists all files in a folder and its subfolders, sorted by path. The list is empty when the folder does not exist. */
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
