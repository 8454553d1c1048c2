import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DiskFull } from '#src/platform/disk-full.ts';
import { type SqliteConnection, sqliteConnection } from '#src/platform/embedded/sqlite-connection.ts';
import { sqliteDocumentStoreOn } from '#src/platform/embedded/sqlite-document-store.ts';
import { A_NOTE, NOTES, nowMicros } from './sqlite-collection.ts';
import { temporaryFolder } from './sqlite-folder.ts';

async function counted() {
  const path = join(await temporaryFolder(), 'store.sqlite');
  const plain = sqliteConnection({ path, collections: [NOTES], nowMicros });
  let commits = 0;
  const connection: SqliteConnection = {
    ...plain,
    writing: (write) => {
      commits += 1;
      return plain.writing(write);
    },
  };
  const store = sqliteDocumentStoreOn(connection);
  onTestFinished(() => store.close());
  return { connection, store, commits: () => commits };
}

const note = (at: number) => ({ collection: NOTES, id: `n${at}` });

describe('writes of one event loop turn', () => {
  test('share one commit, up to five hundred writes', async () => {
    const { store, commits } = await counted();
    const answers = await Promise.all(Array.from({ length: 1200 }, (_, at) => store.create(note(at), A_NOTE)));
    expect(answers).toEqual(answers.map(() => 'created'));
    expect(commits()).toBe(3);
    expect(await store.count({ collection: NOTES }, [])).toBe(1200);
  });

  test('resolve after their commit', async () => {
    const { store } = await counted();
    const answer = store.create(note(1), A_NOTE);
    expect(await store.get(note(1))).toBeUndefined();
    await answer;
    expect(await store.get(note(1))).toBeDefined();
  });

  test('do not fail when another write of the group fails', async () => {
    const { store } = await counted();
    await store.create(note(1), A_NOTE);
    const version = (await store.get(note(1)))?.version;
    if (version === undefined) throw new Error('the note is missing');
    const [misfit, unfitting, created, changed] = await Promise.allSettled([
      store.update(note(1), { text: '\ud800' }, version),
      store.update(note(1), { rank: Number.NaN }, version),
      store.create(note(2), A_NOTE),
      store.update(note(1), { rank: 7 }, version),
    ]);
    expect(misfit).toMatchObject({
      status: 'rejected',
      reason: expect.objectContaining({ message: expect.stringMatching('notes/n1 .* text') }),
    });
    expect(unfitting).toMatchObject({
      status: 'rejected',
      reason: expect.objectContaining({ message: expect.stringMatching('notes/n1 .* rank') }),
    });
    expect([created, changed]).toEqual([
      { status: 'fulfilled', value: 'created' },
      { status: 'fulfilled', value: 'updated' },
    ]);
    expect((await store.get(note(1)))?.data).toEqual({ ...A_NOTE, rank: 7 });
  });

  test('all fail on a full disk, change nothing, and succeed when there is space again', async () => {
    const { connection, store } = await counted();
    await store.create(note(0), A_NOTE);
    connection.prepare('PRAGMA max_page_count = 20').get();
    const answers = await Promise.allSettled(
      Array.from({ length: 200 }, (_, at) => store.create(note(at + 1), A_NOTE)),
    );
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(DiskFull) });
      expect(answer).toMatchObject({
        reason: { message: expect.stringContaining(connection.path) },
      });
    }
    expect(await store.count({ collection: NOTES }, [])).toBe(1);
    connection.prepare('PRAGMA max_page_count = 100000').get();
    expect(await store.create(note(1), A_NOTE)).toBe('created');
  });
});
