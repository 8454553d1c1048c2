import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { sqliteDocumentStore } from '#src/platform/embedded/sqlite-document-store.ts';
import { A_NOTE, NOTES, nowMicros } from './sqlite-collection.ts';
import { temporaryFolder } from './sqlite-folder.ts';

const CHILD = fileURLToPath(new URL('sqlite-child.ts', import.meta.url));

function startChild(path: string, job: 'add' | 'write', name: string) {
  return spawn(process.execPath, ['--no-warnings', CHILD, path, job, name], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Lets a child write until it has acknowledged this many writes, kills it, and returns all it acknowledged. */
async function killedWriter(
  path: string,
  { name, after }: { name: string; after: number },
): Promise<readonly string[]> {
  const child = startChild(path, 'write', name);
  const acknowledged: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    acknowledged.push(line);
    if (acknowledged.length === after) child.kill('SIGKILL');
  }
  return acknowledged;
}

describe('a SQLite store', () => {
  test('keeps every acknowledged write when its process is killed, ten times', async () => {
    const path = join(await temporaryFolder(), 'store.sqlite');
    for (let round = 0; round < 10; round += 1) {
      const acknowledged = await killedWriter(path, { name: `r${round}`, after: 1 + round * 97 });
      expect(acknowledged.length).toBeGreaterThan(round * 97);
      const store = sqliteDocumentStore({ path, collections: [NOTES], nowMicros });
      const notes = await store.query({ collection: NOTES }, { texts: ['text'] });
      await store.close();
      const held = new Map(notes.map(({ id, data }) => [id, data]));
      for (const [what, id = ''] of acknowledged.map((line) => line.split(' '))) {
        expect([A_NOTE.text, id.repeat(500)]).toContain(held.get(id)?.text);
        if (what === 'updated') expect(held.get(id)).toEqual({ ...A_NOTE, rank: 2, text: id.repeat(500) });
      }
    }
    const raw = new DatabaseSync(path);
    expect(raw.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    raw.close();
  });

  test('loses no addition of five concurrent processes', async () => {
    const path = join(await temporaryFolder(), 'state', 'store.sqlite');
    const children = Array.from({ length: 5 }, () => startChild(path, 'add', '200'));
    const ends = await Promise.all(children.map((child) => once(child, 'close')));
    expect(ends.map(([code]) => code)).toEqual([0, 0, 0, 0, 0]);
    const store = sqliteDocumentStore({ path, collections: [NOTES], nowMicros });
    expect((await store.get({ collection: NOTES, id: 'sum' }))?.data.rank).toBe(1000);
    await store.close();
  });
});
