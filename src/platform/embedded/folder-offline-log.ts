import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { DiskFull, isDiskFullError } from '../disk-full.ts';
import type { OfflineLog } from '../offline-log.ts';
import { Problem } from '../problem.ts';

const SUFFIX = '.json';
const UNREADABLE = '.unreadable';
const Directory = z.object({ code: z.literal('EISDIR') });
const Absent = z.object({ code: z.literal('ENOENT') });
const ReadOnly = z.object({ code: z.enum(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST']) });

/**
 * The offline log as a folder that has one file for each entry, so that several processes can write and remove entries
 * concurrently.
 */
export function folderOfflineLog(folder: string): OfflineLog {
  return {
    write: async (id, entry) => {
      const path = join(folder, `${id}${SUFFIX}`);
      try {
        await mkdir(folder, { recursive: true });
        await writeAndSync(`${path}.new`, JSON.stringify(entry));
        await rename(`${path}.new`, path);
      } catch (error) {
        throw notWritten(folder, error);
      }
    },
    read: async () => {
      const names = await readdir(folder).catch(emptyIfAbsent);
      const notes = names.filter((name) => name.endsWith(SUFFIX)).toSorted();
      const found = await Promise.all(notes.map((name) => readNote(folder, name)));
      return found.flat();
    },
    remove: (id) => rm(join(folder, `${id}${SUFFIX}`), { force: true }),
    setAside: async (id) => {
      const name = `${id}${SUFFIX}`;
      await rename(join(folder, name), join(folder, `${name}${UNREADABLE}`)).catch(emptyIfAbsent);
      return `${basename(folder)}/${name}${UNREADABLE}`;
    },
  };
}

async function writeAndSync(path: string, text: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Returns the error to throw when the offline log cannot be written: a `Problem` or `DiskFull` when the cause is known,
 * otherwise the cause itself.
 */
function notWritten(folder: string, cause: unknown): unknown {
  if (isDiskFullError(cause)) return new DiskFull(`the notes ${folder}`, cause);
  if (ReadOnly.safeParse(cause).success) {
    return new Problem({
      code: 'notes_read_only',
      message: `The folder ${folder} is read-only, so this change cannot be noted there and nobody would notice it. Make the folder writable and try again.`,
      cause,
    });
  }
  return cause;
}

/**
 * Reads one file of the offline log. Resolves to a list with its entry; the list is empty when another process has
 * removed the file.
 */
async function readNote(folder: string, name: string): Promise<readonly { id: string; entry: unknown }[]> {
  const id = name.slice(0, -SUFFIX.length);
  try {
    const entry: unknown = JSON.parse(await readFile(join(folder, name), 'utf8'));
    return [{ id, entry }];
  } catch (error) {
    if (error instanceof SyntaxError || Directory.safeParse(error).success) return [{ id, entry: undefined }];
    return emptyIfAbsent(error);
  }
}

function emptyIfAbsent(error: unknown): readonly never[] {
  if (Absent.safeParse(error).success) return [];
  throw error;
}
