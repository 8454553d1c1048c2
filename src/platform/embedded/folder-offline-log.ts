import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as z from 'zod';
import type { OfflineLog } from '../offline-log.ts';
import { Problem } from '../problem.ts';

const SUFFIX = '.json';
const UNREADABLE = '.unreadable';
const NoFile = z.object({ code: z.literal('EISDIR') });
const Absent = z.object({ code: z.literal('ENOENT') });
const Full = z.object({ code: z.enum(['ENOSPC', 'EDQUOT']) });
const ClosedToWriting = z.object({ code: z.enum(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST']) });

/** Notes in a folder, one file each, so that several processes may write and remove at once. */
export function folderOfflineLog(folder: string): OfflineLog {
  return {
    write: async (id, entry) => {
      const path = join(folder, `${id}${SUFFIX}`);
      try {
        await mkdir(folder, { recursive: true });
        await writeThrough(`${path}.new`, JSON.stringify(entry));
        await rename(`${path}.new`, path);
      } catch (error) {
        throw notWritten(folder, error);
      }
    },
    read: async () => {
      const names = await readdir(folder).catch(noneIfAbsent);
      const notes = names.filter((name) => name.endsWith(SUFFIX)).toSorted();
      const found = await Promise.all(notes.map((name) => readNote(folder, name)));
      return found.flat();
    },
    remove: (id) => rm(join(folder, `${id}${SUFFIX}`), { force: true }),
    setAside: async (id) => {
      const name = `${id}${SUFFIX}`;
      await rename(join(folder, name), join(folder, `${name}${UNREADABLE}`)).catch(noneIfAbsent);
      return `${basename(folder)}/${name}${UNREADABLE}`;
    },
  };
}

async function writeThrough(path: string, text: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What a person can do about it, where that is known. */
function notWritten(folder: string, cause: unknown): unknown {
  const told = `No note can be written into ${folder}, so nobody would be told of it:`;
  if (Full.safeParse(cause).success) {
    return new Problem({
      code: 'disk_full',
      message: `${told} the disk is full. Free some space and try again.`,
      cause,
    });
  }
  if (ClosedToWriting.safeParse(cause).success) {
    return new Problem({
      code: 'notes_read_only',
      message: `${told} it is closed to writing. Make the folder writable and try again.`,
      cause,
    });
  }
  return cause;
}

/** None where another process has removed it meanwhile. */
async function readNote(folder: string, name: string): Promise<readonly { id: string; entry: unknown }[]> {
  const id = name.slice(0, -SUFFIX.length);
  try {
    const entry: unknown = JSON.parse(await readFile(join(folder, name), 'utf8'));
    return [{ id, entry }];
  } catch (error) {
    if (error instanceof SyntaxError || NoFile.safeParse(error).success) return [{ id, entry: undefined }];
    return noneIfAbsent(error);
  }
}

function noneIfAbsent(error: unknown): readonly never[] {
  if (Absent.safeParse(error).success) return [];
  throw error;
}
