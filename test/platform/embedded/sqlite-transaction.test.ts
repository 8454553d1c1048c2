import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DocumentStore, STORE_TIME, type Transaction } from '#src/platform/document-store.ts';
import { sqliteDocumentStore } from '#src/platform/embedded/sqlite-document-store.ts';
import { A_NOTE, NOTES, nowMicros } from './sqlite-collection.ts';
import { temporaryFolder } from './sqlite-folder.ts';

const LEFT = { collection: NOTES, id: 'left' };
const RIGHT = { collection: NOTES, id: 'right' };

const DAY_MICROS = 86_400_000_000;

let path: string;
let store: DocumentStore;
let other: DocumentStore;
beforeEach(async () => {
  path = join(await temporaryFolder(), 'store.sqlite');
  store = sqliteDocumentStore({ path, collections: [NOTES], nowMicros });
  other = sqliteDocumentStore({ path, collections: [NOTES], nowMicros });
  await store.create(LEFT, { ...A_NOTE, rank: 0 });
  await store.create(RIGHT, { ...A_NOTE, rank: 0 });
});
afterEach(async () => {
  await store.close();
  await other.close();
});

/** Gives both documents this rank at once, over another process's connection. */
function move(rank: number): Promise<void> {
  return other.transaction(async (transaction) => {
    transaction.update(LEFT, { rank });
    transaction.update(RIGHT, { rank });
  });
}

/** The ranks of both. In the first run only, `between` runs after the first was read. */
async function ranks(
  transaction: Transaction,
  runs: number,
  between: () => Promise<void>,
): Promise<readonly unknown[]> {
  const left = await transaction.get(LEFT);
  if (runs === 1) await between();
  const right = await transaction.get(RIGHT);
  return [left?.data.rank, right?.data.rank];
}

describe('a SQLite transaction whose documents change while it runs', () => {
  test('returns a result from one consistent state, even when it writes nothing', async () => {
    let runs = 0;
    const seen = await store.transaction(async (transaction) => {
      runs += 1;
      return await ranks(transaction, runs, () => move(7));
    });
    expect([seen, runs]).toEqual([[7, 7], 2]);
  });

  test('runs again instead of failing on an inconsistent state', async () => {
    let runs = 0;
    const seen = await store.transaction(async (transaction) => {
      runs += 1;
      const [left, right] = await ranks(transaction, runs, () => move(7));
      if (left !== right) throw new Error('what belongs together differs');
      transaction.update(RIGHT, { title: 'seen' });
      return left;
    });
    expect([seen, runs]).toEqual([7, 2]);
  });

  test('fails at once with an error from a consistent state', async () => {
    let runs = 0;
    const failing = store.transaction(async (transaction) => {
      runs += 1;
      await transaction.get(LEFT);
      throw new Error('not today');
    });
    await expect(failing).rejects.toThrow('not today');
    expect(runs).toBe(1);
  });

  test('gets a time after the newest document, even if a clock one day ahead wrote it', async () => {
    const ahead = sqliteDocumentStore({ path, collections: [NOTES], nowMicros: () => nowMicros() + DAY_MICROS });
    const [now, written] = await store.transaction(async (transaction) => {
      await transaction.get(LEFT);
      await ahead.transaction(async (change) => change.update(RIGHT, { rank: 7, written_at: STORE_TIME }));
      const right = await transaction.get(RIGHT);
      return [await transaction.now(), right?.data.written_at];
    });
    await ahead.close();
    expect(written).toBeDefined();
    expect(now > String(written)).toBe(true);
  });

  test('changes only the named fields, also when it updates a document twice', async () => {
    await store.transaction(async (transaction) => {
      await transaction.get(LEFT);
      transaction.update(LEFT, { rank: 1 });
      transaction.update(LEFT, { title: 'twice' });
    });
    expect((await other.get(LEFT))?.data).toEqual({ ...A_NOTE, rank: 1, title: 'twice' });
  });
});
