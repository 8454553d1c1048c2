import { lstat, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { folderProblem } from '../folder-problem.ts';
import type { InboxFile, ReadInbox } from '../inbox.ts';
import { importFolder } from './import-folder.ts';

/** A file in the inbox whose last change is younger than this may be incomplete, so it waits. */
const SETTLE_MS = 10_000;
/** The longest name of a file that gets an answer file. Most file systems allow 255 bytes. */
const LONGEST_NAME_BYTES = 200;
const Absent = z.object({ code: z.literal('ENOENT') });

/**
 * Creates an inbox from a folder. Creates the folder and its subfolders `done` and `failed` if they are missing. `now`
 * is the time by the clock of the file system.
 */
export function folderInbox(folder: string, now: () => number): ReadInbox {
  return async () => {
    await makeFolders(folder);
    const sources = await importFolder(folder);
    const files = await Promise.all(
      sources.map(async (source) =>
        (await isSettled(join(folder, source.name), now())) ? [inboxFile(folder, source)] : [],
      ),
    );
    return files.flat();
  };
}

async function makeFolders(folder: string): Promise<void> {
  for (const path of [folder, join(folder, 'done'), join(folder, 'failed')]) {
    try {
      await mkdir(path, { recursive: true });
    } catch (error) {
      const elsewhere = 'put another folder in its place';
      throw folderProblem(error, { what: 'the inbox folder', path, elsewhere, code: 'folder_unusable' });
    }
  }
}

/**
 * Returns whether the last change of a file is old enough. A time in the future comes from another clock, so it does
 * not make the file wait until then. A file that has disappeared counts as changing.
 */
async function isSettled(path: string, now: number): Promise<boolean> {
  try {
    const { mtimeMs } = await lstat(path);
    return Math.abs(now - mtimeMs) >= SETTLE_MS;
  } catch (error) {
    if (Absent.safeParse(error).success) return false;
    throw error;
  }
}

function inboxFile(folder: string, source: InboxFile['source']): InboxFile {
  return {
    source,
    moveTo: async (target, answer) => {
      const name = freeName(await readdir(join(folder, target)), shortened(source.name));
      await writeFile(join(folder, target, `${name}.answer.txt`), `${answer}\n`);
      await rename(join(folder, source.name), join(folder, target, name));
    },
  };
}

/** Shortens a name to `LONGEST_NAME_BYTES` at its end, because the name of the answer file is longer. */
function shortened(name: string): string {
  return Buffer.byteLength(name) <= LONGEST_NAME_BYTES ? name : shortened([...name].slice(0, -1).join(''));
}

/** Returns a file name that is not taken: `lines.csv`, or `2-lines.csv` when an earlier file has that name. */
function freeName(taken: readonly string[], name: string): string {
  const names = new Set(taken);
  let free = name;
  for (let count = 2; names.has(free); count += 1) free = `${count}-${name}`;
  return free;
}
