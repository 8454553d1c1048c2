import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { SlackFile } from '../messages/message.ts';

const Row = z.object({ body: z.string(), bytes: z.instanceof(Uint8Array) });

export interface StoredFile {
  readonly file: SlackFile;
  readonly bytes: Uint8Array;
}

/** Stores uploaded files with their bytes. */
export interface FileStore {
  get(id: string): StoredFile | undefined;
  put(stored: StoredFile): void;
}

export function fileStore(database: DatabaseSync): FileStore {
  const one = database.prepare('SELECT body, bytes FROM files WHERE id = ?');
  const put = database.prepare('INSERT OR REPLACE INTO files VALUES (?, ?, ?)');
  return {
    get: (id) => {
      const row = Row.optional().parse(one.get(id));
      return row === undefined ? undefined : { file: SlackFile.parse(JSON.parse(row.body)), bytes: row.bytes };
    },
    put: ({ file, bytes }) => {
      put.run(file.id, JSON.stringify(file), bytes);
    },
  };
}
