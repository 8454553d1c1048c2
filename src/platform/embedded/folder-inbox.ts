import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InboxFile, ReadInbox } from '../inbox.ts';
import { importFolder } from './import-folder.ts';

/** A file in the inbox whose last change is younger than this may be incomplete, so it waits. */
const SETTLE_MS = 10_000;

/**
 * Creates an inbox from a folder. Creates the folder and its subfolders `done` and `failed` if they are missing. `now`
 * is the time by the clock of the file system.
 */
export function folderInbox(folder: string, now: () => number): ReadInbox {
  return async () => {
    for (const name of ['done', 'failed']) await mkdir(join(folder, name), { recursive: true });
    const sources = await importFolder(folder);
    const files = await Promise.all(
      sources.map(async (source) => {
        const { mtimeMs } = await stat(join(folder, source.name));
        return now() - mtimeMs < SETTLE_MS ? [] : [inboxFile(folder, source)];
      }),
    );
    return files.flat();
  };
}

function inboxFile(folder: string, source: InboxFile['source']): InboxFile {
  return {
    source,
    moveTo: async (target, answer) => {
      const name = freeName(await readdir(join(folder, target)), source.name);
      await writeFile(join(folder, target, `${name}.answer.txt`), `${answer}\n`);
      await rename(join(folder, source.name), join(folder, target, name));
    },
  };
}

/** Returns a file name that is not taken: `lines.csv`, or `2-lines.csv` when an earlier file has that name. */
function freeName(taken: readonly string[], name: string, count = 1): string {
  const numbered = count === 1 ? name : `${count}-${name}`;
  return taken.includes(numbered) ? freeName(taken, name, count + 1) : numbered;
}
