import { randomUUID } from 'node:crypto';
import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { syncFile, syncFolder } from './sync-file.ts';

const Exists = z.object({ code: z.literal('EEXIST') });

/**
 * Creates a file that only this user can read, unless the file exists. When several processes create it concurrently,
 * the first one wins, and nobody sees an incomplete file.
 */
export async function createFileOnce(path: string, content: string): Promise<void> {
  const folder = dirname(path);
  const beside = `${path}.${randomUUID()}.new`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeFile(beside, content, { mode: 0o600, flag: 'wx' });
    await syncFile(beside);
    await link(beside, path);
    await syncFolder(folder);
  } catch (error) {
    if (!Exists.safeParse(error).success) throw error;
  } finally {
    await rm(beside, { force: true });
  }
}
