import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Notebook } from '../notebook.ts';

const SUFFIX = '.json';
const Absent = z.object({ code: z.literal('ENOENT') });

/** Notes in a folder, one file each, so that several processes may write and remove at once. */
export function folderNotebook(folder: string): Notebook {
  return {
    write: async (id, entry) => {
      await mkdir(folder, { recursive: true });
      const path = join(folder, `${id}${SUFFIX}`);
      await writeThrough(`${path}.new`, JSON.stringify(entry));
      await rename(`${path}.new`, path);
    },
    read: async () => {
      const names = await readdir(folder).catch(noneIfAbsent);
      const notes = names.filter((name) => name.endsWith(SUFFIX)).toSorted();
      return await Promise.all(notes.map((name) => readNote(folder, name)));
    },
    remove: (id) => rm(join(folder, `${id}${SUFFIX}`), { force: true }),
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

async function readNote(folder: string, name: string) {
  const entry: unknown = JSON.parse(await readFile(join(folder, name), 'utf8'));
  return { id: name.slice(0, -SUFFIX.length), entry };
}

function noneIfAbsent(error: unknown): readonly string[] {
  if (Absent.safeParse(error).success) return [];
  throw error;
}
