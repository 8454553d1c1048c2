import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type SqliteConnection, sqliteConnection } from '#src/platform/embedded/sqlite-connection.ts';
import { sqliteDocumentStore, sqliteDocumentStoreOn } from '#src/platform/embedded/sqlite-document-store.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { A_NOTE, NOTES, nowMicros } from './sqlite-collection.ts';
import { temporaryFolder } from './sqlite-folder.ts';

const REF = { collection: NOTES, id: 'a' };

function storeAt(path: string) {
  const store = sqliteDocumentStore({ path, collections: [NOTES], nowMicros });
  onTestFinished(() => store.close());
  return store;
}

/** The errors that each kind of call fails with at this path. */
async function failuresAt(path: string): Promise<readonly unknown[]> {
  const store = storeAt(path);
  const answers = await Promise.allSettled([
    store.get(REF),
    store.create(REF, A_NOTE),
    store.now(),
    store.transaction((transaction) => transaction.get(REF)),
  ]);
  return answers.map((answer) => (answer.status === 'rejected' ? answer.reason : answer));
}

function problems(path: string, code: string): readonly unknown[] {
  const problem = expect.objectContaining({ name: 'Problem', code, message: expect.stringContaining(path) });
  return [problem, problem, problem, problem];
}

describe('the error of an unusable SQLite store names its file', () => {
  test('when the file is not a SQLite file', async () => {
    const path = join(await temporaryFolder(), 'store.sqlite');
    await writeFile(path, 'player_lookup,points\n'.repeat(1000));
    expect(await failuresAt(path)).toEqual(problems(path, 'store_corrupt'));
  });

  test('when pages of the file were overwritten', async () => {
    const path = join(await temporaryFolder(), 'store.sqlite');
    const before = storeAt(path);
    await before.createMany(
      { collection: NOTES },
      Array.from({ length: 300 }, (_, at) => ({ id: `n${at}`, data: A_NOTE })),
    );
    await before.close();
    const file = await open(path, 'r+');
    const { size } = await file.stat();
    await file.write(Buffer.alloc(size - 40_000, 0xa5), 0, size - 40_000, 40_000);
    await file.close();
    const failure = storeAt(path).query({ collection: NOTES }, { texts: ['text'] });
    await expect(failure).rejects.toMatchObject({
      name: 'Problem',
      code: 'store_corrupt',
      message: expect.stringContaining(path),
    });
  });

  test('when a stored document is not JSON', async () => {
    const path = join(await temporaryFolder(), 'store.sqlite');
    const bare = { ...NOTES, indexes: [] };
    const store = sqliteDocumentStore({ path, collections: [bare], nowMicros });
    onTestFinished(() => store.close());
    await store.create({ collection: bare, id: 'a' }, A_NOTE);
    const raw = new DatabaseSync(path);
    raw.exec("UPDATE notes SET body = 'half a docum'");
    raw.close();
    await expect(store.get({ collection: bare, id: 'a' })).rejects.toMatchObject({
      name: 'Problem',
      code: 'store_corrupt',
    });
  });

  test('when a stored document does not match its schema, with path and field', async () => {
    const path = join(await temporaryFolder(), 'store.sqlite');
    const store = storeAt(path);
    await store.create(REF, A_NOTE);
    const raw = new DatabaseSync(path);
    raw.exec("UPDATE notes SET body = json_set(body, '$.rank', 'first')");
    raw.close();
    await expect(store.get(REF)).rejects.toThrow(/^notes\/a does not match its schema: rank: /);
  });

  test('when the path is a folder', async () => {
    const path = join(await temporaryFolder(), 'store.sqlite');
    await mkdir(path);
    expect(await failuresAt(path)).toEqual(problems(path, 'store_read_only'));
  });

  test("when the folder's parent is a file", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'state'), '');
    const path = join(folder, 'state', 'store.sqlite');
    expect(await failuresAt(path)).toEqual(problems(path, 'store_read_only'));
  });

  test('when the file is read-only', async () => {
    const path = join(await temporaryFolder(), 'store.sqlite');
    const connection: SqliteConnection = sqliteConnection({ path, collections: [NOTES], nowMicros });
    const store = sqliteDocumentStoreOn(connection);
    onTestFinished(() => store.close());
    await store.create(REF, A_NOTE);
    connection.prepare('PRAGMA query_only = 1').get();
    await expect(store.create({ ...REF, id: 'b' }, A_NOTE)).rejects.toMatchObject({
      name: 'Problem',
      code: 'store_read_only',
      message: expect.stringContaining(path),
    });
    expect((await store.get(REF))?.data).toEqual(A_NOTE);
  });

  test('when a newer version wrote it', async () => {
    const path = join(await temporaryFolder(), 'store.sqlite');
    const raw = new DatabaseSync(path);
    raw.exec('PRAGMA user_version = 2');
    raw.close();
    expect(await failuresAt(path)).toEqual(problems(path, 'store_too_new'));
  });

  test('is Unavailable while another process holds the lock too long', async () => {
    const path = join(await temporaryFolder(), 'store.sqlite');
    const connection = sqliteConnection({ path, collections: [NOTES], nowMicros, lockWaitMs: 50 });
    const store = sqliteDocumentStoreOn(connection);
    onTestFinished(() => store.close());
    await store.create(REF, A_NOTE);
    const holder = new DatabaseSync(path);
    holder.exec('BEGIN IMMEDIATE');
    const created = store.create({ ...REF, id: 'b' }, A_NOTE);
    await expect(created).rejects.toThrow(Unavailable);
    await expect(created).rejects.toThrow(path);
    expect((await store.get(REF))?.id).toBe('a');
    holder.exec('ROLLBACK');
    holder.close();
    expect(await store.create({ ...REF, id: 'b' }, A_NOTE)).toBe('created');
  });
});
