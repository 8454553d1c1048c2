// biome-ignore-all lint/suspicious/noTemplateCurlyInString: statements have placeholders
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Parameter, Table, Warehouse } from '#src/platform/warehouse.ts';

/** The statements that an adapter must know by these names in this suite. */
export const CONTRACT_STATEMENTS: Readonly<Record<string, string>> = {
  all: 'SELECT id, name, score, active, day, seen_at FROM contract.players ORDER BY id NULLS FIRST',
  named: 'SELECT id FROM contract.players WHERE name = @name',
  echo: 'SELECT @text AS text, @whole AS whole, @fraction AS fraction, @flag AS flag, @day AS day, @moment AS moment',
  sums: 'SELECT SUM(id) AS total, COUNT(*) AS n, CAST(1.5 AS NUMERIC) AS half FROM contract.players',
  macros: `SELECT SAFE_DIVIDE(1, 0) AS nothing, SAFE_DIVIDE(1, 4) AS quarter, DATE_SUB(DATE '2026-03-01', INTERVAL 1 DAY) AS before,
    DATE_ADD(DATE '2026-02-28', INTERVAL 1 DAY) AS after, UNIX_DATE(DATE '2026-03-01') - UNIX_DATE(DATE '2026-02-01') AS days,
    CAST(3 AS FLOAT64) AS three, GREATEST(1, NULL) AS greatest, LOGICAL_OR(id = 2) AS some, LOGICAL_AND(id = 2) AS every,
    TO_HEX(SHA256('abc')) AS hash, FORMAT_DATE('%Y-%m', DATE '2026-02-05') AS month,
    FORMAT_TIMESTAMP('%Y-%m-%d', TIMESTAMP '2026-02-06 03:00:00', 'America/New_York') AS evening,
    TIMESTAMP_SUB(TIMESTAMP '2026-02-05 00:30:00', INTERVAL 1 HOUR) AS earlier, REGEXP_REPLACE('a1b2', '[0-9]', '-') AS dashes
    FROM contract.players`,
  add: 'INSERT INTO contract.players (id, name, day) VALUES (@id, @name, @day)',
  divide: 'UPDATE contract.players SET score = CAST(name AS FLOAT64) WHERE id >= @id',
  merge: `MERGE INTO contract.players T USING \${staging} S ON T.id = S.id
    WHEN MATCHED THEN UPDATE SET name = S.name WHEN NOT MATCHED THEN INSERT (id, name) VALUES (S.id, S.name)`,
  many: `SELECT a.id * 1000000 + b.id * 1000 + c.id AS n FROM \${numbers} AS a CROSS JOIN \${numbers} AS b CROSS JOIN \${numbers} AS c`,
  wrong: 'SELECT nothing FROM contract.players',
};

const PLAYERS: Table = {
  name: 'contract.players',
  key: ['id'],
  columns: [
    { name: 'id', type: 'INT64', mode: 'required' },
    { name: 'name', type: 'STRING', mode: 'required' },
    { name: 'score', type: 'FLOAT64', mode: 'nullable' },
    { name: 'active', type: 'BOOL', mode: 'nullable' },
    { name: 'day', type: 'DATE', mode: 'nullable' },
    { name: 'seen_at', type: 'TIMESTAMP', mode: 'nullable' },
  ],
};
const STAGING: Table = { ...PLAYERS, name: 'contract.staging' };

const Player = z.object({
  id: z.number(),
  name: z.string(),
  score: z.number().nullable(),
  active: z.boolean().nullable(),
  day: z.iso.date().nullable(),
  seen_at: z.iso.datetime().nullable(),
});

const ANNA = {
  id: 1,
  name: 'Anna',
  score: 1.5,
  active: true,
  day: '2026-02-05',
  seen_at: '2026-02-05T23:00:00.123456Z',
};
const BO = { id: 2, name: 'Bo', score: null, active: null, day: null, seen_at: null };
const CY = {
  id: 3,
  name: 'Cy "é🏀"\n',
  score: -0.1,
  active: false,
  day: '1999-12-31',
  seen_at: '2026-02-05T23:00:00.000Z',
};

function lines(...rows: readonly object[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row));
}

function add(id: number, name: string | null) {
  return {
    sql: 'add',
    parameters: {
      id: { type: 'INT64', value: id },
      name: { type: 'STRING', value: name },
      day: { type: 'DATE', value: null },
    },
  } as const;
}

/** The promises of every warehouse, whatever its engine. The given warehouse is empty. */
export function testWarehouse(createWarehouse: () => Promise<Warehouse>): void {
  describe('a warehouse', () => {
    let warehouse: Warehouse;
    beforeEach(async () => {
      warehouse = await createWarehouse();
      await warehouse.load(PLAYERS, lines(ANNA, BO), 'setup');
    });
    afterEach(() => warehouse.close());
    const players = () => warehouse.query({ sql: 'all' }, Player);

    describe('query', () => {
      test('returns every type as it was loaded', async () => {
        await warehouse.load(PLAYERS, lines(CY, ANNA, BO), 'again');
        expect(await players()).toEqual([ANNA, BO, CY]);
      });

      const values: Readonly<Record<string, Parameter>> = {
        text: { type: 'STRING', value: "it's @day ${x}" },
        whole: { type: 'INT64', value: 9_007_199_254_740_991 },
        fraction: { type: 'FLOAT64', value: 0.1 },
        flag: { type: 'BOOL', value: false },
        day: { type: 'DATE', value: '2024-02-29' },
        moment: { type: 'TIMESTAMP', value: '2026-02-05T18:00:00.000001-05:00' },
      };
      test('binds every type', async () => {
        expect(await warehouse.query({ sql: 'echo', parameters: values }, z.unknown())).toEqual([
          {
            text: "it's @day ${x}",
            whole: 9_007_199_254_740_991,
            fraction: 0.1,
            flag: false,
            day: '2024-02-29',
            moment: '2026-02-05T23:00:00.000001Z',
          },
        ]);
      });

      test('binds nulls of every type', async () => {
        const nulls = Object.fromEntries(
          Object.entries(values).map(([name, { type }]) => [name, { type, value: null }]),
        );
        expect(await warehouse.query({ sql: 'echo', parameters: nulls }, z.unknown())).toEqual([
          { text: null, whole: null, fraction: null, flag: null, day: null, moment: null },
        ]);
      });

      test.each([
        ['whole', { type: 'INT64', value: 1.5 }],
        ['fraction', { type: 'FLOAT64', value: '1' }],
        ['flag', { type: 'BOOL', value: 1 }],
        ['day', { type: 'DATE', value: '2026-02-30' }],
        ['moment', { type: 'TIMESTAMP', value: '2026-02-05 10:00' }],
        ['moment', { type: 'TIMESTAMP', value: '2026-02-30T10:00:00Z' }],
        ['text', { type: 'STRING', value: 5 }],
      ] as const)('refuses a value of @%s that has the wrong type: %o', (name, parameter) =>
        expect(
          warehouse.query({ sql: 'echo', parameters: { ...values, [name]: parameter } }, z.unknown()),
        ).rejects.toThrow(`@${name}`),
      );

      test('returns counts, sums and decimals as numbers', async () =>
        expect(await warehouse.query({ sql: 'sums' }, z.unknown())).toEqual([{ total: 3, n: 2, half: 1.5 }]));

      test('supports BigQuery’s functions of the subset with BigQuery’s meaning', async () =>
        expect(await warehouse.query({ sql: 'macros' }, z.unknown())).toEqual([
          {
            nothing: null,
            quarter: 0.25,
            before: '2026-02-28',
            after: '2026-03-01',
            days: 28,
            three: 3,
            greatest: null,
            some: true,
            every: false,
            hash: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
            month: '2026-02',
            evening: '2026-02-05',
            earlier: '2026-02-04T23:30:00.000Z',
            dashes: 'a-b-',
          },
        ]));

      test('throws with the statement and the field when a row does not match its schema', () =>
        expect(warehouse.query({ sql: 'all' }, z.object({ name: z.number() }))).rejects.toThrow(/all .*name/s));

      test('throws with the name of the statement when its SQL is invalid', () =>
        expect(warehouse.query({ sql: 'wrong' }, z.unknown())).rejects.toThrow(/wrong failed: .*nothing/s));
    });

    describe('pages', () => {
      const table: Table = {
        name: 'contract.numbers',
        key: ['id'],
        columns: [{ name: 'id', type: 'INT64', mode: 'required' }],
      };
      const numbers = { sql: 'many', tables: { numbers: table.name } };
      beforeEach(() => warehouse.load(table, lines(...Array.from({ length: 30 }, (_, id) => ({ id }))), 'numbers'));

      test('return every row once, on more than one page', async () => {
        const seen = new Set<number>();
        let pages = 0;
        for await (const page of warehouse.pages(numbers, z.object({ n: z.number() }))) {
          pages += 1;
          for (const { n } of page) seen.add(n);
        }
        expect(seen.size).toBe(27_000);
        expect(pages).toBeGreaterThan(1);
      });

      test('may be abandoned before the last one, and the warehouse keeps working', async () => {
        for await (const page of warehouse.pages(numbers, z.unknown())) {
          expect(page.length).toBeGreaterThan(0);
          break;
        }
        expect(await players()).toHaveLength(2);
      });

      test('run while a write runs', async () => {
        let rows = 0;
        for await (const page of warehouse.pages(numbers, z.unknown())) {
          if (rows === 0) await warehouse.execute(add(9, 'Io'), 'beside');
          rows += page.length;
        }
        expect(rows).toBe(27_000);
        expect(await players()).toHaveLength(3);
      });
    });

    describe('execute', () => {
      test('takes effect once under one job id', async () => {
        await warehouse.execute(add(3, 'Cy'), 'add-1');
        await warehouse.execute(add(3, 'Cy'), 'add-1');
        expect((await players()).map(({ id }) => id)).toEqual([1, 2, 3]);
        expect(await warehouse.job('add-1')).toEqual({ state: 'succeeded' });
      });

      test('loses none of a hundred concurrent statements', async () => {
        await Promise.all(Array.from({ length: 100 }, (_, n) => warehouse.execute(add(10 + n, 'x'), `add-${n}`)));
        expect(await players()).toHaveLength(102);
      });

      test('that fails changes nothing, reports why, and can be repeated under another id', async () => {
        const divide = { sql: 'divide', parameters: { id: { type: 'INT64', value: 1 } } } as const;
        await expect(warehouse.execute(divide, 'divide-1')).rejects.toThrow('divide failed');
        expect(await players()).toEqual([ANNA, BO]);
        expect(await warehouse.job('divide-1')).toMatchObject({
          state: 'failed',
          message: expect.stringContaining('divide'),
        });
        await warehouse.execute(add(3, 'Cy'), 'divide-2');
        expect(await warehouse.job('divide-2')).toEqual({ state: 'succeeded' });
      });

      test('refuses null in a required column', async () => {
        await expect(warehouse.execute(add(4, null), 'null')).rejects.toThrow();
        expect(await players()).toHaveLength(2);
      });

      test('merges a staged table into another, repeatably', async () => {
        await warehouse.load(STAGING, lines({ id: 2, name: 'Bobo' }, { id: 3, name: 'Cy' }), 'stage');
        const merge = { sql: 'merge', tables: { staging: STAGING.name } };
        await warehouse.execute(merge, 'merge-1');
        await warehouse.execute(merge, 'merge-2');
        expect((await players()).map(({ name }) => name)).toEqual(['Anna', 'Bobo', 'Cy']);
      });
    });

    describe('load', () => {
      test('replaces the rows of the table', async () => {
        await warehouse.load(PLAYERS, lines(CY), 'replace');
        expect(await players()).toEqual([CY]);
      });

      test('without lines empties the table', async () => {
        await warehouse.load(PLAYERS, [], 'nothing');
        expect(await players()).toEqual([]);
      });

      test('accepts several lines in one string, with or without a line end, from a stream', async () => {
        async function* stream() {
          yield `${lines(ANNA)[0]}\n${lines(BO)[0]}\n`;
          yield* lines(CY);
        }
        await warehouse.load(PLAYERS, stream(), 'stream');
        expect(await players()).toEqual([ANNA, BO, CY]);
      });

      test('may omit nullable fields', async () => {
        await warehouse.load(PLAYERS, lines({ id: 2, name: 'Bo' }, ANNA), 'sparse');
        expect(await players()).toEqual([ANNA, BO]);
      });

      test('applies the UTC offset of a timestamp', async () => {
        await warehouse.load(PLAYERS, lines({ ...BO, seen_at: '2026-02-05T18:00:00-05:00' }), 'offset');
        expect(await players()).toEqual([{ ...BO, seen_at: '2026-02-05T23:00:00.000Z' }]);
      });

      test('under the id of one that succeeded changes nothing', async () => {
        await warehouse.load(PLAYERS, lines(CY), 'setup');
        expect(await players()).toEqual([ANNA, BO]);
      });

      test.each([
        ['an unknown field', { ...BO, nickname: 'B' }],
        ['a field of another case', { ...BO, Score: 1 }],
        ['a required field that is absent', { id: 3 }],
        ['a required field that is null', { id: 3, name: null }],
        ['text for a number', { ...BO, score: 'high' }],
        ['a fraction for a whole number', { ...BO, id: 2.5 }],
        ['a flag for a whole number', { ...BO, id: true }],
        ['a number too large', { ...BO, id: 1e30 }],
        ['text for a flag', { ...BO, active: 'perhaps' }],
        ['a date that is none', { ...BO, day: '2026-02-30' }],
        ['a moment that is none', { ...BO, seen_at: 'tonight' }],
        ['a list', [1, 'Bo']],
      ])('fails as a whole on %s in its last line', async (_, row) => {
        await expect(warehouse.load(PLAYERS, lines(CY, row), 'bad')).rejects.toThrow('load of contract.players failed');
        expect(await players()).toEqual([ANNA, BO]);
        expect(await warehouse.job('bad')).toMatchObject({ state: 'failed' });
      });

      test('fails as a whole on a line that is not JSON', async () => {
        await expect(warehouse.load(PLAYERS, [...lines(CY), '{"id": 4'], 'cut')).rejects.toThrow('load of');
        expect(await players()).toEqual([ANNA, BO]);
      });

      test('fails as a whole when its lines do', async () => {
        async function* broken() {
          yield* lines(CY);
          throw new Error('the source is gone');
        }
        await expect(warehouse.load(PLAYERS, broken(), 'broken')).rejects.toThrow('the source is gone');
        expect(await players()).toEqual([ANNA, BO]);
        expect(await warehouse.job('broken')).not.toEqual({ state: 'succeeded' });
      });
    });

    test('a job that never ran is absent', async () =>
      expect(await warehouse.job('never')).toEqual({ state: 'absent' }));

    test('lists the tables of a dataset, sorted, and none for an unknown dataset', async () => {
      expect(await warehouse.tablesIn('contract')).toEqual([PLAYERS.name]);
      await warehouse.load({ ...STAGING, name: 'contract.a_staging' }, lines(CY), 'stage-a');
      expect(await warehouse.tablesIn('contract')).toEqual(['contract.a_staging', PLAYERS.name]);
      expect(await warehouse.tablesIn('unknown')).toEqual([]);
    });

    test('drop removes a table and accepts a missing one', async () => {
      await warehouse.load(STAGING, lines(CY), 'stage');
      await warehouse.drop(STAGING.name);
      await warehouse.drop(STAGING.name);
      await expect(warehouse.execute({ sql: 'merge', tables: { staging: STAGING.name } }, 'merge')).rejects.toThrow();
    });
  });
}
