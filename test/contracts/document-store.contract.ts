import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type {
  Collection,
  CollectionRef,
  CollectionShape,
  DocumentRef,
  DocumentStore,
  Query,
  Stored,
  Transaction,
  Version,
  Written,
} from '#src/platform/document-store.ts';
import { STORE_TIME } from '#src/platform/document-store.ts';
import { Instant } from '#src/platform/instant.ts';

const Run = z.object({
  group: z.string(),
  rank: z.number(),
  open: z.boolean(),
  note: z.string().nullable(),
  counts: z.record(z.string(), z.number()),
  started_at: Instant,
  ended_at: Instant.nullable(),
  report: z.string().nullable(),
});
type Run = z.infer<typeof Run>;

const Player = z.object({
  status: z.enum(['requested', 'predicted']),
  points: z.number().nullable(),
  completed_at: Instant.nullable(),
  input: z.string().nullable(),
  rows: z.string().nullable(),
});
type Player = z.infer<typeof Player>;

const RUNS: Collection<Run> = {
  name: 'contract_runs',
  schema: Run,
  indexes: [['group', 'rank'], ['group', 'note'], ['group', 'open'], ['started_at']],
  texts: ['report'],
  times: ['started_at', 'ended_at'],
};

const PLAYERS: Collection<Player> = {
  name: 'players',
  parent: 'contract_runs',
  schema: Player,
  indexes: [['status', 'points'], ['points'], ['completed_at']],
  texts: ['input', 'rows'],
  times: ['completed_at'],
};

const EARLY = Instant.parse('2026-02-05T23:00:00.000001Z');
const LATE = Instant.parse('2026-02-05T23:00:00.000002Z');

const A_RUN: Run = {
  group: 'g',
  rank: 1,
  open: true,
  note: null,
  counts: { predicted: 119, 'ruled out': 17 },
  started_at: EARLY,
  ended_at: null,
  report: 'seventeen were out',
};

const A_PLAYER: Player = { status: 'requested', points: null, completed_at: null, input: '{"x":1}', rows: null };

/** Sizes of the cases that take long on a store behind a network. */
export interface ContractSizes {
  /** Documents in the case of many documents. */
  readonly many: number;
  /** Callers that create the same document concurrently, or add to the same one. */
  readonly contenders: number;
  /** Additions to one document by each of two stores. */
  readonly additions: number;
  /** Runs of the property test. */
  readonly sequences: number;
}

export const CONTRACT_COLLECTIONS: readonly CollectionShape[] = [RUNS, PLAYERS];

const LOCAL_SIZES: ContractSizes = { many: 1200, contenders: 40, additions: 200, sequences: 40 };

/**
 * The promises of a DocumentStore. `openStore` is called twice and gives two stores of `CONTRACT_COLLECTIONS` over the same state, like two
 * processes. The cases use random ids, so the state need not be empty.
 */
export function testDocumentStore(openStore: () => Promise<DocumentStore>, sizes: ContractSizes = LOCAL_SIZES): void {
  let store: DocumentStore;
  let other: DocumentStore;
  beforeAll(async () => {
    store = await openStore();
    other = await openStore();
  });
  afterAll(async () => {
    await store.close();
    await other.close();
  });

  const aRun = (): DocumentRef<Run> => ({ collection: RUNS, id: randomUUID() });
  const playersOfARun = () => ({ collection: PLAYERS, parentId: randomUUID() });

  async function stored<T extends object>(ref: DocumentRef<T>): Promise<Stored<T>> {
    const found = await store.get(ref);
    if (found === undefined) throw new Error(`${ref.id} is not in the store`);
    return found;
  }

  async function created<T extends object>(ref: DocumentRef<T>, data: Written<T>): Promise<Stored<T>> {
    expect(await store.create(ref, data)).toBe('created');
    return stored(ref);
  }

  describe('one document', () => {
    test('is read as created, with texts, nulls, nested values and microseconds', async () => {
      const ref = aRun();
      const read = await created(ref, A_RUN);
      expect(read).toEqual({ id: ref.id, version: read.version, data: A_RUN });
      expect(await other.get(ref)).toEqual(read);
    });

    test('that does not exist is undefined', async () => {
      expect(await store.get(aRun())).toBeUndefined();
    });

    test('keeps text of any kind exactly', async () => {
      const text = `"quotes" 'single' \\ \n\t Jokić 🏀 \u2028 ${'x'.repeat(20_000)}`;
      const ref = aRun();
      expect((await created(ref, { ...A_RUN, note: text, report: text })).data).toEqual({
        ...A_RUN,
        note: text,
        report: text,
      });
      expect((await created(aRun(), { ...A_RUN, note: '', report: '' })).data).toMatchObject({ note: '', report: '' });
    });

    test('is created once by concurrent callers', async () => {
      const ref = aRun();
      const tries = Array.from({ length: sizes.contenders }, (_, rank) =>
        (rank % 2 === 0 ? store : other).create(ref, { ...A_RUN, rank }),
      );
      const answers = await Promise.all(tries);
      expect(answers.filter((answer) => answer === 'created')).toHaveLength(1);
      expect((await stored(ref)).data.rank).toBe(answers.indexOf('created'));
    });

    test('is changed in the named fields only', async () => {
      const ref = aRun();
      const before = await created(ref, { ...A_RUN, note: 'before' });
      expect(await store.update(ref, { rank: 2, note: null }, before.version)).toBe('updated');
      const after = await stored(ref);
      expect(after.data).toEqual({ ...A_RUN, rank: 2, note: null });
      expect(after.version).not.toBe(before.version);
      expect(await store.update(ref, { report: 'nobody was' }, after.version)).toBe('updated');
      expect((await stored(ref)).data).toEqual({ ...A_RUN, rank: 2, note: null, report: 'nobody was' });
    });

    test('replaces a nested field completely', async () => {
      const ref = aRun();
      const { version } = await created(ref, A_RUN);
      await store.update(ref, { counts: { predicted: 136 } }, version);
      expect((await stored(ref)).data.counts).toEqual({ predicted: 136 });
    });

    test('is not changed or deleted with an outdated version', async () => {
      const ref = aRun();
      const { version } = await created(ref, A_RUN);
      await store.update(ref, { rank: 2 }, version);
      expect(await store.update(ref, { rank: 3 }, version)).toBe('conflict');
      expect(await store.delete(ref, version)).toBe('conflict');
      expect((await stored(ref)).data.rank).toBe(2);
    });

    test('is changed by only one of several callers with the same version', async () => {
      const ref = aRun();
      const { version } = await created(ref, A_RUN);
      const tries = Array.from({ length: sizes.contenders }, (_, rank) => store.update(ref, { rank }, version));
      const answers = await Promise.all(tries);
      expect(answers.filter((answer) => answer === 'updated')).toHaveLength(1);
      expect((await stored(ref)).data.rank).toBe(answers.indexOf('updated'));
    });

    test('does not exist after its deletion, and its version does not match a new document', async () => {
      const ref = aRun();
      const { version } = await created(ref, A_RUN);
      expect(await store.delete(ref, version)).toBe('deleted');
      expect(await store.get(ref)).toBeUndefined();
      expect(await store.update(ref, { rank: 2 }, version)).toBe('conflict');
      expect(await store.delete(ref, version)).toBe('conflict');
      await created(ref, A_RUN);
      expect(await store.update(ref, { rank: 2 }, version)).toBe('conflict');
    });

    test('is read with others in one call, in the given order, with texts', async () => {
      const players = playersOfARun();
      for (const id of ['b', 'a']) await created({ ...players, id }, { ...A_PLAYER, points: id === 'a' ? 1 : 2 });
      const [a, b] = [await stored({ ...players, id: 'a' }), await stored({ ...players, id: 'b' })];
      expect(await store.getAll(players, ['b', 'nobody', 'a'])).toEqual([b, undefined, a]);
      expect(await store.getAll({ collection: PLAYERS, parentId: randomUUID() }, ['a'])).toEqual([undefined]);
      expect(await store.getAll(players, [])).toEqual([]);
    });

    test('is separate from a document with the same id under another parent', async () => {
      const here = playersOfARun();
      await created({ ...here, id: 'jokicni01' }, A_PLAYER);
      expect(await store.get({ ...playersOfARun(), id: 'jokicni01' })).toBeUndefined();
      expect((await stored({ ...here, id: 'jokicni01' })).data).toEqual(A_PLAYER);
    });
  });

  describe('invalid data', () => {
    const NO_NUMBER = z.custom<number>().parse('first');

    test('is not written, and the error names the path and the field', async () => {
      const ref = aRun();
      const failure = store.create(ref, { ...A_RUN, rank: NO_NUMBER });
      await expect(failure).rejects.toThrow(`contract_runs/${ref.id}`);
      await expect(failure).rejects.toThrow('rank');
      expect(await store.get(ref)).toBeUndefined();
    });

    test('does not change a document', async () => {
      const ref = aRun();
      const { version } = await created(ref, A_RUN);
      const failure = store.update(ref, { open: false, rank: NO_NUMBER }, version);
      await expect(failure).rejects.toThrow(`contract_runs/${ref.id}`);
      await expect(failure).rejects.toThrow('rank');
      expect((await stored(ref)).data).toEqual(A_RUN);
    });

    test('does not affect other writes', async () => {
      const [good, bad] = [aRun(), aRun()];
      const answers = await Promise.allSettled([
        store.create(bad, { ...A_RUN, rank: NO_NUMBER }),
        store.create(good, A_RUN),
        store.create({ collection: RUNS, id: 'a/b' }, A_RUN),
      ]);
      expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
      expect((await stored(good)).data).toEqual(A_RUN);
    });

    test('makes createMany create nothing', async () => {
      const players = playersOfARun();
      const documents = [
        { id: 'a', data: A_PLAYER },
        { id: 'b', data: { ...A_PLAYER, points: z.custom<number>().parse('many') } },
      ];
      await expect(store.createMany(players, documents)).rejects.toThrow(`${players.parentId}/players/b`);
      expect(await store.count(players, [])).toBe(0);
    });

    test('rolls a transaction back', async () => {
      const [good, bad] = [aRun(), aRun()];
      await created(bad, A_RUN);
      const failure = store.transaction(async (transaction) => {
        transaction.create(good, A_RUN);
        transaction.update(bad, { rank: NO_NUMBER });
      });
      await expect(failure).rejects.toThrow('rank');
      expect(await store.get(good)).toBeUndefined();
      expect((await stored(bad)).data).toEqual(A_RUN);
    });

    test.each([
      ['empty', ''],
      ['a dot', '.'],
      ['two dots', '..'],
      ['a name that Firestore reserves', '__x__'],
      ['the shortest name that Firestore reserves', '____'],
      ['a path', 'a/b'],
      ['longer than 500 characters', 'x'.repeat(501)],
      ['half of a surrogate pair', '\ud800'],
    ])('an id that is %s is refused', async (_, id) => {
      await expect(store.get({ collection: RUNS, id })).rejects.toThrow('is not a valid document id');
      await expect(store.create({ collection: RUNS, id }, A_RUN)).rejects.toThrow('is not a valid document id');
      await expect(store.get({ collection: PLAYERS, parentId: id, id: 'a' })).rejects.toThrow(
        'is not a valid document id',
      );
      await expect(store.query({ collection: PLAYERS, parentId: id }, {})).rejects.toThrow(
        'is not a valid document id',
      );
    });

    test('refuses a nested document without a parent id, and a parent id for a top-level collection', async () => {
      await expect(store.get({ collection: PLAYERS, id: 'a' })).rejects.toThrow('parentId');
      await expect(store.deleteAll({ collection: PLAYERS })).rejects.toThrow('parentId');
      await expect(store.get({ collection: RUNS, parentId: 'a', id: 'a' })).rejects.toThrow('parentId');
    });

    test('refuses a query without an index', async () => {
      const players = playersOfARun();
      await expect(store.query(players, { where: [['rows', '==', 'x']] })).rejects.toThrow('no index');
      await expect(
        store.query(players, { orderBy: ['status', 'asc'], where: [['completed_at', '>', EARLY]] }),
      ).rejects.toThrow('no index');
      await expect(store.count({ collection: RUNS }, [['rank', '==', 1]])).rejects.toThrow('no index');
    });
  });

  describe('a query', () => {
    const points: readonly (number | null)[] = [31.5, null, 7, 22, 7];
    const ids = ['c', 'a', 'e', 'b', 'd'];

    async function fivePlayers() {
      const players = playersOfARun();
      const documents = ids.map((id, at) => {
        const status = at < 3 ? ('predicted' as const) : ('requested' as const);
        return { id, data: { ...A_PLAYER, status, points: points[at] ?? null, completed_at: at === 0 ? LATE : EARLY } };
      });
      expect(await store.createMany(players, documents)).toBe(5);
      return players;
    }
    const idsOf = (found: readonly Stored<object>[]) => found.map(({ id }) => id).join('');

    test('without conditions returns the documents of the parent by id, without texts', async () => {
      const players = await fivePlayers();
      const found = await store.query(players, {});
      expect(idsOf(found)).toBe('abcde');
      expect(found[2]).toEqual({
        id: 'c',
        version: (await stored({ ...players, id: 'c' })).version,
        data: { ...A_PLAYER, status: 'predicted', points: 31.5, completed_at: LATE, input: null },
      });
    });

    test('returns texts when it names them', async () => {
      const players = await fivePlayers();
      const found = await store.query(players, { limit: 1, texts: ['input', 'rows'] });
      expect(found.map(({ data }) => data.input)).toEqual(['{"x":1}']);
    });

    test('returns only the named texts', async () => {
      const players = await fivePlayers();
      const [first] = await store.query(players, { limit: 1, texts: ['rows'] });
      expect(first?.data.input).toBeNull();
    });

    test('pages by id', async () => {
      const players = await fivePlayers();
      expect(idsOf(await store.query(players, { limit: 2 }))).toBe('ab');
      expect(idsOf(await store.query(players, { limit: 2, afterId: 'b' }))).toBe('cd');
      expect(idsOf(await store.query(players, { limit: 2, afterId: 'd' }))).toBe('e');
      expect(idsOf(await store.query(players, { limit: 2, afterId: 'e' }))).toBe('');
      expect(idsOf(await store.query(players, { afterId: 'a', where: [['status', '==', 'predicted']] }))).toBe('ce');
    });

    /** Reads all pages of a query. Returns the ids of each page. */
    async function pages(players: CollectionRef<Player>, query: Query<Player>): Promise<readonly string[]> {
      const page = await store.query(players, query);
      const afterId = page.at(-1)?.id;
      return afterId === undefined ? [] : [idsOf(page), ...(await pages(players, { ...query, afterId }))];
    }

    test('sorts by a field and then by id, nulls first, in both directions', async () => {
      const players = await fivePlayers();
      expect(idsOf(await store.query(players, { orderBy: ['points', 'asc'] }))).toBe('adebc');
      expect(idsOf(await store.query(players, { orderBy: ['points', 'desc'] }))).toBe('cbeda');
      expect(idsOf(await store.query(players, { orderBy: ['points', 'desc'], limit: 2 }))).toBe('cb');
    });

    test.each([
      ['==', 7, 'de'],
      ['<', 22, 'de'],
      ['<=', 22, 'bde'],
      ['>', 7, 'bc'],
      ['>=', 7, 'bcde'],
    ] as const)('with points %s %d finds %s; a null is never compared', async (comparison, value, expected) => {
      const players = await fivePlayers();
      const found = idsOf(await store.query(players, { where: [['points', comparison, value]] }));
      expect([...found].sort().join('')).toBe(expected);
      expect(await store.count(players, [['points', comparison, value]])).toBe(expected.length);
    });

    test('combines conditions, and a range with its order', async () => {
      const players = await fivePlayers();
      const found = await store.query(players, {
        where: [
          ['status', '==', 'predicted'],
          ['points', '>', 0],
          ['points', '<', 31.5],
        ],
        orderBy: ['points', 'desc'],
      });
      expect(idsOf(found)).toBe('e');
      expect(await store.count(players, [['status', '==', 'requested']])).toBe(2);
    });

    test('compares times to the microsecond', async () => {
      const players = await fivePlayers();
      expect(idsOf(await store.query(players, { where: [['completed_at', '>', EARLY]] }))).toBe('c');
      expect(await store.count(players, [['completed_at', '==', EARLY]])).toBe(4);
    });

    test('compares texts and booleans, but never a text with a number', async () => {
      const group = randomUUID();
      await created(aRun(), { ...A_RUN, group, note: 'a', open: true });
      await created(aRun(), { ...A_RUN, group, note: 'B', open: false });
      const count = (...more: Parameters<typeof store.count<Run>>[1]) =>
        store.count({ collection: RUNS }, [['group', '==', group], ...more]);
      expect(await count(['open', '==', true])).toBe(1);
      expect(await count(['note', '<', 'a'])).toBe(1);
      expect(await count(['note', '<', 'b'])).toBe(2);
      expect(await count(['note', '>', 7])).toBe(0);
      expect(await count(['rank', '<', 'a'])).toBe(0);
    });

    test.each([
      ['asc', ['ad', 'eb', 'c']],
      ['desc', ['cb', 'ed', 'a']],
    ] as const)('pages by a field, nulls included, %s', async (direction, expected) => {
      const players = await fivePlayers();
      expect(await pages(players, { orderBy: ['points', direction], limit: 2 })).toEqual(expected);
    });

    test('pages a range of commit times without losing a document', async () => {
      const players = playersOfARun();
      for (const id of ['d', 'b', 'e', 'a', 'c']) {
        await created({ ...players, id }, { ...A_PLAYER, status: 'predicted', completed_at: STORE_TIME });
      }
      const where = [['completed_at', '>', EARLY]] as const;
      expect(await pages(players, { where, orderBy: ['completed_at', 'asc'], limit: 2 })).toEqual(['db', 'ea', 'c']);
      expect(await pages(players, { where, orderBy: ['completed_at', 'desc'], limit: 2 })).toEqual(['ca', 'eb', 'd']);
    });

    test('refuses a limited range without an order, an order that starts after nothing, and an invalid limit', async () => {
      const players = playersOfARun();
      const where = [['points', '>', 0]] as const;
      await expect(store.query(players, { where, limit: 1 })).rejects.toThrow('needs orderBy');
      await expect(store.query(players, { where, afterId: 'a' })).rejects.toThrow('needs orderBy');
      await expect(store.query(players, { orderBy: ['points', 'asc'], afterId: 'none' })).rejects.toThrow('afterId');
      await expect(store.query(players, { limit: 0 })).rejects.toThrow('limit');
      await expect(store.query(players, { limit: 1.5 })).rejects.toThrow('limit');
    });

    test('sees what an update changed', async () => {
      const players = await fivePlayers();
      const { version } = await stored({ ...players, id: 'b' });
      await store.update({ ...players, id: 'b' }, { status: 'predicted', points: 9, rows: '[]' }, version);
      expect(await store.count(players, [['status', '==', 'requested']])).toBe(1);
      expect(idsOf(await store.query(players, { where: [['points', '==', 9]] }))).toBe('b');
    });
  });

  describe('many documents', () => {
    test('are created unless they exist, and can be counted and paged', async () => {
      const players = playersOfARun();
      const documents = Array.from({ length: sizes.many }, (_, at) => {
        const data: Written<Player> = { ...A_PLAYER, points: at, completed_at: STORE_TIME };
        return { id: `player-${String(at).padStart(6, '0')}`, data };
      });
      await created({ ...players, id: 'player-000001' }, { ...A_PLAYER, points: -1 });
      expect(await store.createMany(players, documents)).toBe(sizes.many - 1);
      expect(await store.createMany(players, documents)).toBe(0);
      expect(await store.count(players, [])).toBe(sizes.many);
      expect((await stored({ ...players, id: 'player-000001' })).data.points).toBe(-1);
      const found = await store.query(players, {});
      expect(found.map(({ id }) => id)).toEqual(documents.map(({ id }) => id));
      expect(found.at(-1)?.data.completed_at).toEqual(expect.stringMatching(/^20\d\d-/));
    });

    test('an empty list is accepted', async () => {
      expect(await store.createMany(playersOfARun(), [])).toBe(0);
    });

    test('are deleted only under their parent', async () => {
      const [gone, kept] = [playersOfARun(), playersOfARun()];
      const documents = Array.from({ length: sizes.many }, (_, at) => ({ id: `p${at}`, data: A_PLAYER }));
      await store.createMany(gone, documents);
      await store.createMany(kept, documents.slice(0, 3));
      await store.deleteAll(gone);
      await store.deleteAll(gone);
      expect(await store.count(gone, [])).toBe(0);
      expect(await store.count(kept, [])).toBe(3);
    });
  });

  describe('a transaction', () => {
    test("resolves to its function's result and commits all writes", async () => {
      const [changed, made, gone] = [aRun(), aRun(), aRun()];
      await created(changed, A_RUN);
      await created(gone, A_RUN);
      const answer = await store.transaction(async (transaction) => {
        const before = await transaction.get(changed);
        expect(await transaction.get(made)).toBeUndefined();
        transaction.update(changed, { rank: (before?.data.rank ?? 0) + 1, ended_at: STORE_TIME });
        transaction.create(made, { ...A_RUN, started_at: STORE_TIME });
        transaction.delete(gone);
        return 'moved';
      });
      expect(answer).toBe('moved');
      const [after, begun] = [await stored(changed), await stored(made)];
      expect(after.data).toEqual({ ...A_RUN, rank: 2, ended_at: begun.data.started_at });
      expect(await store.get(gone)).toBeUndefined();
    });

    test('commits nothing when its function throws', async () => {
      const ref = aRun();
      const failure = store.transaction(async (transaction) => {
        transaction.create(ref, A_RUN);
        await transaction.get(aRun()).catch(() => undefined);
        throw new Error('changed my mind');
      });
      await expect(failure).rejects.toThrow('changed my mind');
      expect(await store.get(ref)).toBeUndefined();
    });

    test('fails completely when it creates an existing document', async () => {
      const [there, other_] = [aRun(), aRun()];
      await created(there, A_RUN);
      const failure = store.transaction(async (transaction) => {
        transaction.create(other_, A_RUN);
        transaction.create(there, { ...A_RUN, rank: 9 });
      });
      await expect(failure).rejects.toThrow();
      expect(await store.get(other_)).toBeUndefined();
      expect((await stored(there)).data.rank).toBe(1);
    });

    test('fails completely when it updates a missing document', async () => {
      const [made, absent] = [aRun(), aRun()];
      const failure = store.transaction(async (transaction) => {
        transaction.create(made, A_RUN);
        transaction.update(absent, { rank: 2 });
      });
      await expect(failure).rejects.toThrow();
      expect(await store.get(made)).toBeUndefined();
    });

    test.each<(transaction: Transaction) => Promise<unknown>>([
      (transaction) => transaction.get(aRun()),
      (transaction) => transaction.getAll({ collection: RUNS }, [randomUUID()]),
    ])('refuses to read after it wrote, by %s', async (read) => {
      const failure = store.transaction(async (transaction) => {
        transaction.create(aRun(), A_RUN);
        await read(transaction);
      });
      await expect(failure).rejects.toThrow('must do all reads before its first write');
    });

    test('reads several documents in one call, and gets a time at which they had this state', async () => {
      const [first, second] = [aRun(), aRun()];
      await created(first, A_RUN);
      await other.create(second, { ...A_RUN, started_at: STORE_TIME });
      const [found, now] = await store.transaction(async (transaction) => {
        const read = await transaction.getAll({ collection: RUNS }, [second.id, randomUUID(), first.id]);
        return [read, await transaction.now()];
      });
      expect(found).toEqual([await stored(second), undefined, await stored(first)]);
      expect(now >= (await stored(second)).data.started_at).toBe(true);
      expect((await store.transaction((transaction) => transaction.now())) >= now).toBe(true);
    });

    test('never gets a time after its own commit', async () => {
      const ref = aRun();
      const now = await store.transaction(async (transaction) => {
        const told = await transaction.now();
        transaction.create(ref, { ...A_RUN, started_at: STORE_TIME });
        return told;
      });
      expect(now <= (await stored(ref)).data.started_at).toBe(true);
    });

    test('loses no addition to documents read in one call', async () => {
      const [first, second] = [aRun(), aRun()];
      await created(first, A_RUN);
      await created(second, { ...A_RUN, rank: 0 });
      const add = (from: DocumentStore) =>
        from.transaction(async (transaction) => {
          const [, before] = await transaction.getAll({ collection: RUNS }, [first.id, second.id]);
          transaction.update(second, { rank: (before?.data.rank ?? Number.NaN) + 1 });
        });
      await Promise.all([add(store), add(other), add(store), add(other)]);
      expect((await stored(second)).data.rank).toBe(4);
    });

    test('loses no addition from two concurrent stores', async () => {
      const ref = aRun();
      await created(ref, { ...A_RUN, rank: 0 });
      const add = (from: DocumentStore) =>
        from.transaction(async (transaction) => {
          const before = await transaction.get(ref);
          transaction.update(ref, { rank: (before?.data.rank ?? Number.NaN) + 1 });
        });
      const addAll = async (from: DocumentStore) => {
        for (let added = 0; added < sizes.additions; added += 1) await add(from);
      };
      await Promise.all([addAll(store), addAll(other)]);
      expect((await stored(ref)).data.rank).toBe(2 * sizes.additions);
    });

    test('only one of several creates a document that all read as missing', async () => {
      const ref = aRun();
      const claim = (rank: number) =>
        (rank % 2 === 0 ? store : other).transaction(async (transaction) => {
          if ((await transaction.get(ref)) !== undefined) return 'exists';
          transaction.create(ref, { ...A_RUN, rank });
          return 'created';
        });
      const answers = await Promise.all([0, 1, 2, 3].map(claim));
      expect(answers.filter((answer) => answer === 'created')).toHaveLength(1);
      expect((await stored(ref)).data.rank).toBe(answers.indexOf('created'));
    });

    test('never decides on a mixture of two states', async () => {
      const [left, right] = [aRun(), aRun()];
      await created(left, { ...A_RUN, rank: 0 });
      await created(right, { ...A_RUN, rank: 0 });
      const move = (rank: number) =>
        other.transaction(async (transaction) => {
          transaction.update(left, { rank });
          transaction.update(right, { rank: -rank });
        });
      const mark = (note: string) =>
        store.transaction(async (transaction) => {
          const ranks = [(await transaction.get(left))?.data.rank, (await transaction.get(right))?.data.rank];
          transaction.update(right, { note });
          return ranks;
        });
      const [, ranks] = await Promise.all([move(5), mark('seen')]);
      expect(
        [
          [0, 0],
          [5, -5],
        ].map(String),
      ).toContain(String(ranks.map((rank) => (rank === 0 ? 0 : rank))));
    });
  });

  describe('the time of the store', () => {
    test('replaces STORE_TIME and increases with every commit', async () => {
      const refs = [aRun(), aRun(), aRun()] as const;
      const times: string[] = [await store.now()];
      for (const ref of refs) {
        times.push((await created(ref, { ...A_RUN, started_at: STORE_TIME })).data.started_at);
      }
      const { version } = await stored(refs[0]);
      await other.update(refs[0], { ended_at: STORE_TIME }, version);
      times.push(String((await stored(refs[0])).data.ended_at), await store.now(), await other.now());
      expect(times).toEqual([...times].sort());
      expect(new Set(times.slice(1, 6)).size).toBe(5);
    });

    test('differs between concurrent commits', async () => {
      const players = playersOfARun();
      const refs = Array.from({ length: 20 }, (_, at) => ({ ...players, id: `p${at}` }));
      await Promise.all(refs.map((ref) => store.create(ref, { ...A_PLAYER, completed_at: STORE_TIME })));
      const found = await store.query(players, { orderBy: ['completed_at', 'asc'] });
      expect(new Set(found.map(({ data }) => data.completed_at)).size).toBe(20);
    });

    test('can only be written to a field declared as a time', async () => {
      const time = z.custom<Instant>().parse(STORE_TIME);
      await expect(store.create(aRun(), { ...A_RUN, note: time })).rejects.toThrow('note');
    });

    test('can be compared with what was written', async () => {
      const players = playersOfARun();
      await created({ ...players, id: 'before' }, { ...A_PLAYER, completed_at: STORE_TIME });
      const between = await store.now();
      await created({ ...players, id: 'after' }, { ...A_PLAYER, completed_at: STORE_TIME });
      const found = await store.query(players, { where: [['completed_at', '<', between]] });
      expect(found.map(({ id }) => id)).toEqual(['before']);
    });
  });

  test('accepts ids of 500 characters and of any script', async () => {
    for (const id of [`${randomUUID()}${'x'.repeat(464)}`, `Dončić 🏀 ${randomUUID()}`, `__${randomUUID()}'"%`]) {
      expect((await created({ collection: RUNS, id }, A_RUN)).id).toBe(id);
    }
  });

  test('any sequence of calls gives the same results as a plain map', async () => {
    const property = fc.asyncProperty(fc.array(CALL, { maxLength: 12 }), async (calls) => {
      const players = playersOfARun();
      const model: Model = new Map();
      const stale = (await created({ ...playersOfARun(), id: 'elsewhere' }, A_PLAYER)).version;
      for (const call of calls) await PLAYS[call.kind]({ store, players, model, stale }, call);
      const found = await store.query(players, { texts: ['input', 'rows'] });
      expect(found.map((one) => [one.id, one.data.points])).toEqual([...model].sort());
      const low = [...model.values()].filter((points) => points !== null && points < 0);
      expect(await store.count(players, [['points', '<', 0]])).toBe(low.length);
    });
    await fc.assert(property, { numRuns: sizes.sequences });
  });

  test('a closed store refuses calls and finishes earlier ones', async () => {
    const own = await openStore();
    const ref = aRun();
    const answer = own.create(ref, A_RUN);
    await own.close();
    expect(await answer).toBe('created');
    expect((await stored(ref)).data).toEqual(A_RUN);
    await expect(own.get(ref)).rejects.toThrow('closed');
    await expect(own.create(ref, A_RUN)).rejects.toThrow('closed');
    await own.close();
  });
}

type Model = Map<string, number | null>;

interface Game {
  readonly store: DocumentStore;
  readonly players: CollectionRef<Player>;
  readonly model: Model;
  /** A version that no document of the test has. */
  readonly stale: Version;
}

const CALL = fc.record({
  kind: fc.constantFrom('create', 'createMany', 'update', 'delete', 'transaction'),
  id: fc.constantFrom('a', 'b', 'c'),
  points: fc.option(fc.integer({ min: -3, max: 3 }), { nil: null }),
  version: fc.constantFrom('current', 'stale'),
});
type Call = typeof CALL extends fc.Arbitrary<infer T> ? T : never;

/** Each command calls the store, compares the answer with the model's, and changes the model in the same way. */
const PLAYS: Readonly<Record<Call['kind'], (game: Game, call: Call) => Promise<void>>> = {
  async create({ store, players, model }, { id, points }) {
    const answer = await store.create({ ...players, id }, { ...A_PLAYER, points });
    expect(answer).toBe(model.has(id) ? 'exists' : 'created');
    if (answer === 'created') model.set(id, points);
  },
  async createMany({ store, players, model }, { id, points }) {
    const answer = await store.createMany(players, [{ id, data: { ...A_PLAYER, points } }]);
    expect(answer).toBe(model.has(id) ? 0 : 1);
    if (answer === 1) model.set(id, points);
  },
  async update(game, call) {
    const { version, fits } = await condition(game, call);
    const answer = await game.store.update({ ...game.players, id: call.id }, { points: call.points }, version);
    expect(answer).toBe(fits ? 'updated' : 'conflict');
    if (fits) game.model.set(call.id, call.points);
  },
  async delete(game, call) {
    const { version, fits } = await condition(game, call);
    expect(await game.store.delete({ ...game.players, id: call.id }, version)).toBe(fits ? 'deleted' : 'conflict');
    if (fits) game.model.delete(call.id);
  },
  async transaction({ store, players, model }, { id, points }) {
    const ref = { ...players, id };
    await store.transaction(async (transaction) => {
      if (await transaction.get(ref)) transaction.update(ref, { points });
      else transaction.create(ref, { ...A_PLAYER, points });
    });
    model.set(id, points);
  },
};

async function condition({ store, players, stale }: Game, { id, version }: Call) {
  const current = (await store.get({ ...players, id }))?.version;
  return current === undefined || version === 'stale'
    ? { version: stale, fits: false }
    : { version: current, fits: true };
}
