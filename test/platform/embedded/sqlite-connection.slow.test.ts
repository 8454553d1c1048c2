import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { STORE_TIME } from '#src/platform/document-store.ts';
import { sqliteDocumentStore } from '#src/platform/embedded/sqlite-document-store.ts';
import { instantFromMicros } from '#src/platform/instant.ts';
import { A_NOTE, NOTES, nowMicros } from './sqlite-collection.ts';
import { temporaryFolder } from './sqlite-folder.ts';

/** Holds the write lock of a file for some time. */
const HOLDER = `
const { parentPort, workerData } = require('node:worker_threads');
const { DatabaseSync } = require('node:sqlite');
const database = new DatabaseSync(workerData.path);
database.exec('BEGIN IMMEDIATE');
parentPort.postMessage('held');
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, workerData.holdMs);
database.exec('COMMIT');
database.close();
`;

async function writtenAt(store: DocumentStore, id: string): Promise<string | undefined> {
  await store.create({ collection: NOTES, id }, { ...A_NOTE, written_at: STORE_TIME });
  return (await store.get({ collection: NOTES, id }))?.data.written_at;
}

describe('a store on SQLite', () => {
  test('creates its folder and file at the first call', async () => {
    const path = join(await temporaryFolder(), 'state', 'store.sqlite');
    const unused = sqliteDocumentStore({ path, collections: [NOTES], nowMicros });
    await unused.close();
    expect(existsSync(path)).toBe(false);
    const used = sqliteDocumentStore({ path, collections: [NOTES], nowMicros });
    await used.count({ collection: NOTES }, []);
    expect(existsSync(path)).toBe(true);
    await used.close();
  });

  test('waits while another connection keeps a new file from its switch to WAL', async () => {
    const path = join(await temporaryFolder(), 'store.sqlite');
    const worker = new Worker(HOLDER, { eval: true, workerData: { path, holdMs: 600 } });
    await once(worker, 'message');
    const store = sqliteDocumentStore({ path, collections: [NOTES], nowMicros });
    expect(await store.create({ collection: NOTES, id: 'a' }, A_NOTE)).toBe('created');
    await store.close();
  });

  test('refuses an undeclared collection', async () => {
    const path = join(await temporaryFolder(), 'store.sqlite');
    const store = sqliteDocumentStore({ path, collections: [NOTES], nowMicros });
    await expect(store.get({ collection: { ...NOTES, name: 'letters' }, id: 'a' })).rejects.toThrow('letters');
    await store.close();
  });

  test("never runs its clock backwards when the machine's clock steps back", async () => {
    const path = join(await temporaryFolder(), 'store.sqlite');
    const clock = { micros: 5_000_000 };
    const open = () => sqliteDocumentStore({ path, collections: [NOTES], nowMicros: () => clock.micros });
    const before = open();
    expect(await writtenAt(before, 'a')).toBe(instantFromMicros(5_000_000));
    expect(await before.now()).toBe(instantFromMicros(5_000_001));
    clock.micros = 1_000_000;
    expect(await before.now()).toBe(instantFromMicros(5_000_001));
    expect(await writtenAt(before, 'b')).toBe(instantFromMicros(5_000_001));
    await before.close();
    const after = open();
    expect(await after.now()).toBe(instantFromMicros(5_000_002));
    expect(await writtenAt(after, 'c')).toBe(instantFromMicros(5_000_002));
    clock.micros = 9_000_000.5;
    expect(await writtenAt(after, 'd')).toBe(instantFromMicros(9_000_000));
    await after.close();
  });

  test('lets sixty concurrent transactions add to one document', async () => {
    const path = join(await temporaryFolder(), 'store.sqlite');
    const store = sqliteDocumentStore({ path, collections: [NOTES], nowMicros });
    const ref = { collection: NOTES, id: 'hot' };
    await store.create(ref, { ...A_NOTE, rank: 0 });
    const add = () =>
      store.transaction(async (transaction) => {
        const found = await transaction.get(ref);
        transaction.update(ref, { rank: (found?.data.rank ?? Number.NaN) + 1 });
      });
    await Promise.all(Array.from({ length: 60 }, add));
    expect((await store.get(ref))?.data.rank).toBe(60);
    await store.close();
  });

  test.each(['delete', 'deleteAll', 'update', 'create'] as const)(
    'runs a transaction again when what it read is changed by %s before it commits',
    async (change) => {
      const path = join(await temporaryFolder(), 'store.sqlite');
      const store = sqliteDocumentStore({ path, collections: [NOTES], nowMicros });
      const other = sqliteDocumentStore({ path, collections: [NOTES], nowMicros });
      const [read, made] = [
        { collection: NOTES, id: 'read' },
        { collection: NOTES, id: 'made' },
      ];
      if (change !== 'create') await store.create(read, A_NOTE);
      const before = await store.get(read);
      const changes = {
        delete: async () => before && other.delete(read, before.version),
        deleteAll: async () => other.deleteAll({ collection: NOTES }),
        update: async () => before && other.update(read, { rank: 5 }, before.version),
        create: async () => other.create(read, { ...A_NOTE, rank: 5 }),
      };
      const ranks: (number | undefined)[] = [];
      await store.transaction(async (transaction) => {
        const found = await transaction.get(read);
        ranks.push(found?.data.rank);
        if (ranks.length === 1) await changes[change]();
        transaction.create(made, { ...A_NOTE, rank: found?.data.rank ?? -1 });
      });
      const after = change === 'update' || change === 'create' ? 5 : undefined;
      expect(ranks).toEqual([before?.data.rank, after]);
      expect((await store.get(made))?.data.rank).toBe(after ?? -1);
      await Promise.all([store.close(), other.close()]);
    },
  );

  test('gives up a transaction after ten attempts', async () => {
    const path = join(await temporaryFolder(), 'store.sqlite');
    const store = sqliteDocumentStore({ path, collections: [NOTES], nowMicros });
    const ref = { collection: NOTES, id: 'hot' };
    await store.create(ref, { ...A_NOTE, rank: 0 });
    let runs = 0;
    const failure = store.transaction(async (transaction) => {
      const found = await transaction.get(ref);
      if (found) await store.update(ref, { rank: found.data.rank + 1 }, found.version);
      runs += 1;
      transaction.update(ref, { rank: -1 });
    });
    await expect(failure).rejects.toThrow('was tried 10 times');
    expect(runs).toBe(10);
    expect((await store.get(ref))?.data.rank).toBe(10);
    await store.close();
  });
});
