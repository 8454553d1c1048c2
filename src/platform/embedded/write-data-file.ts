import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DiskFull, isDiskFullError } from '../disk-full.ts';

/**
 * Writes a file below the data folder, completely or not at all, and replaces an earlier one. `name` is relative to the
 * data folder. Resolves to the whole path.
 */
export async function writeDataFile(dataFolder: string, name: string, text: string): Promise<string> {
  const path = join(dataFolder, name);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.part`, text);
    await rename(`${path}.part`, path);
    return path;
  } catch (error) {
    throw isDiskFullError(error) ? new DiskFull(`the file ${path}`, error) : error;
  }
}
