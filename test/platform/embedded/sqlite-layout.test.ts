import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Collection, CollectionShape } from '#src/platform/document-store.ts';
import { sqliteDocumentStore } from '#src/platform/embedded/sqlite-document-store.ts';
import { updateLayout } from '#src/platform/embedded/sqlite-layout.ts';
import { countQuery, selectQuery } from '#src/platform/embedded/sqlite-query.ts';
import { A_NOTE, NOTES, type Note, nowMicros } from './sqlite-collection.ts';
import { temporaryFolder } from './sqlite-folder.ts';

const Plan = z.array(z.object({ detail: z.string() }));

const LETTERS: Collection<Note> = { ...NOTES, name: 'letters', parent: 'notes' };

describe('the layout of a SQLite store', () => {
  test('gets the indexes, collections and texts that a later version declares, and keeps its documents', async () => {
    const path = join(await temporaryFolder(), 'store.sqlite');
    const sparse: Collection<Note> = { ...NOTES, indexes: [], texts: [] };
    const before = sqliteDocumentStore({ path, collections: [sparse], nowMicros });
    await before.create({ collection: sparse, id: 'a' }, A_NOTE);
    await before.create({ collection: sparse, id: 'b' }, { ...A_NOTE, text: null });
    await before.close();

    const after = sqliteDocumentStore({ path, collections: [NOTES, LETTERS], nowMicros });
    expect((await after.get({ collection: NOTES, id: 'a' }))?.data).toEqual(A_NOTE);
    expect((await after.get({ collection: NOTES, id: 'b' }))?.data).toEqual({ ...A_NOTE, text: null });
    expect((await after.query({ collection: NOTES }, { limit: 1 }))[0]?.data.text).toBeNull();
    expect(await after.count({ collection: NOTES }, [['rank', '==', 1]])).toBe(2);
    await after.create({ collection: LETTERS, parentId: 'a', id: 'first' }, A_NOTE);
    await after.close();
  });

  test('moves texts back into their documents when they are no longer declared as texts', async () => {
    const path = join(await temporaryFolder(), 'store.sqlite');
    const before = sqliteDocumentStore({ path, collections: [NOTES], nowMicros });
    await before.create({ collection: NOTES, id: 'a' }, { ...A_NOTE, text: '"quoted", \u2028 and 😀' });
    await before.create({ collection: NOTES, id: 'b' }, { ...A_NOTE, text: null });
    await before.close();

    const plain: Collection<Note> = { ...NOTES, texts: [] };
    const after = sqliteDocumentStore({ path, collections: [plain], nowMicros });
    const found = await after.query({ collection: plain }, {});
    expect(found.map(({ data }) => data.text)).toEqual(['"quoted", \u2028 and 😀', null]);
    await after.create({ collection: plain, id: 'c' }, A_NOTE);
    await after.close();
    const again = sqliteDocumentStore({ path, collections: [NOTES], nowMicros });
    expect((await again.get({ collection: NOTES, id: 'c' }))?.data).toEqual(A_NOTE);
    await again.close();
  });

  test('keeps unknown fields of a later version when it updates a document', async () => {
    const path = join(await temporaryFolder(), 'store.sqlite');
    const Later = z.object({ title: z.string(), mood: z.string() });
    const later: Collection<z.infer<typeof Later>> = {
      name: 'notes',
      schema: Later,
      indexes: [],
      texts: [],
      times: [],
    };
    const Earlier = z.object({ title: z.string() });
    const earlier: Collection<z.infer<typeof Earlier>> = {
      ...later,
      schema: Earlier,
      indexes: [],
      texts: [],
      times: [],
    };
    const store = sqliteDocumentStore({ path, collections: [later], nowMicros });
    await store.create({ collection: later, id: 'a' }, { title: 'x', mood: 'calm' });
    const read = await store.get({ collection: earlier, id: 'a' });
    expect(read?.data).toEqual({ title: 'x' });
    if (read) await store.update({ collection: earlier, id: 'a' }, { title: 'y' }, read.version);
    expect((await store.get({ collection: later, id: 'a' }))?.data).toEqual({ title: 'y', mood: 'calm' });
    await store.close();
  });

  test('refuses a collection declared twice or with an invalid name', () => {
    const open = (...collections: CollectionShape[]) => sqliteDocumentStore({ path: 'never', collections, nowMicros });
    expect(() => open(NOTES, NOTES)).toThrow('"notes" is declared twice');
    expect(() => open({ ...NOTES, name: 'a"; DROP' })).toThrow('is not a valid name of a table');
    expect(() => open({ ...NOTES, texts: ['title'] })).toThrow('the field title cannot be a big text');
  });
});

describe('the query plan of SQLite', () => {
  function planOf({ sql, values }: ReturnType<typeof countQuery>): string {
    const database = new DatabaseSync(':memory:');
    updateLayout(database, [NOTES, LETTERS]);
    const plan = Plan.parse(database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values));
    database.close();
    return plan.map(({ detail }) => detail).join('; ');
  }
  const letters = { collection: LETTERS, parentId: 'a' };

  test('counts by an indexed field within the index', () => {
    expect(planOf(countQuery(letters, [['title', '==', 'drift']]))).toMatch(
      /^SEARCH notes__letters USING (COVERING )?INDEX notes__letters:title,rank \(parent=\? AND <expr>=\?\)$/,
    );
    expect(
      planOf(
        countQuery(letters, [
          ['title', '==', 'drift'],
          ['rank', '>', 7],
        ]),
      ),
    ).toMatch(/INDEX notes__letters:title,rank \(parent=\? AND <expr>=\? AND <expr>>\? AND <expr><\?\)$/);
  });

  test('orders by an index instead of sorting, in both directions', () => {
    for (const direction of ['asc', 'desc'] as const) {
      const plan = planOf(
        selectQuery(letters, { where: [['title', '==', 'x']], orderBy: ['rank', direction], limit: 5 }),
      );
      expect(plan).toBe('SEARCH notes__letters USING INDEX notes__letters:title,rank (parent=? AND <expr>=?)');
    }
  });

  test('pages by id without sorting', () => {
    expect(planOf(selectQuery({ collection: NOTES }, { afterId: 'm', limit: 5 }))).toMatch(
      /^SEARCH notes USING INDEX sqlite_autoindex_notes_1 \(parent=\? AND id>\?\)$/,
    );
  });

  test('reads a text by its key, and only when the query names it', () => {
    expect(planOf(selectQuery({ collection: NOTES }, {}))).not.toContain('notes.text');
    expect(planOf(selectQuery({ collection: NOTES }, { texts: ['text'] }))).toContain(
      'SEARCH notes.text USING INTEGER PRIMARY KEY',
    );
  });
});
