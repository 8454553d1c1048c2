import { copyFile, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { duckdbWarehouse } from '#src/platform/embedded/duckdb-warehouse.ts';
import type { Migration } from '#src/platform/migration.ts';
import type { Table } from '#src/platform/warehouse.ts';
import { CONTRACT_STATEMENTS, testWarehouse } from '#test/contracts/warehouse.contract.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tipoff-warehouse-'));
});
afterEach(() => rm(folder, { recursive: true }));

function open(migrations: readonly Migration[] = [], path = join(folder, 'warehouse.duckdb')) {
  return duckdbWarehouse({ path, statements: (name) => CONTRACT_STATEMENTS[name] ?? name, migrations });
}

testWarehouse(async () => open());

const GAMES: Table = {
  name: 'nba.games',
  key: ['id'],
  columns: [
    { name: 'id', type: 'STRING', mode: 'required' },
    { name: 'played_at', type: 'TIMESTAMP', mode: 'nullable' },
    { name: 'points', type: 'INT64', mode: 'nullable' },
    { name: 'pace', type: 'FLOAT64', mode: 'nullable' },
    { name: 'is_home', type: 'BOOL', mode: 'required' },
    { name: 'day', type: 'DATE', mode: 'nullable' },
  ],
};
const CREATE: Migration = { id: '0001-games', tables: [GAMES] };
const WIDEN: Migration = {
  id: '0002-arena',
  addColumns: [{ table: 'nba.games', columns: [{ name: 'arena', type: 'STRING', mode: 'nullable' }] }],
};
const COLUMNS = {
  sql: "SELECT column_name AS name, data_type AS type, is_nullable AS nullable FROM duckdb_columns() WHERE schema_name = 'nba' ORDER BY column_index",
};

async function columns(migrations: readonly Migration[]) {
  const warehouse = open(migrations);
  const found = await warehouse.query(COLUMNS, z.object({ name: z.string(), type: z.string(), nullable: z.boolean() }));
  await warehouse.close();
  return found.map(({ name, type, nullable }) => `${name} ${type}${nullable ? '' : ' NOT NULL'}`);
}

const AS_DESCRIBED = [
  'id VARCHAR NOT NULL',
  'played_at TIMESTAMP',
  'points BIGINT',
  'pace DOUBLE',
  'is_home BOOLEAN NOT NULL',
  'day DATE',
];

describe('the schema', () => {
  test('RT-42: the tables in the engine match their descriptions', async () =>
    expect(await columns([CREATE])).toEqual(AS_DESCRIBED));

  test('is migrated step by step, each step once', async () => {
    await columns([CREATE]);
    expect(await columns([CREATE, WIDEN])).toEqual([...AS_DESCRIBED, 'arena VARCHAR']);
    expect(await columns([CREATE, WIDEN])).toEqual([...AS_DESCRIBED, 'arena VARCHAR']);
  });

  test('a required column becomes nullable, and one that already is stays nullable', async () => {
    const relaxColumns = [{ table: 'nba.games', columns: ['is_home', 'day'] }];
    await columns([CREATE]);
    const relaxed = AS_DESCRIBED.map((column) => column.replace('is_home BOOLEAN NOT NULL', 'is_home BOOLEAN'));
    expect(await columns([CREATE, { id: '0002-optional', relaxColumns }])).toEqual(relaxed);
    await expect(open([{ id: '0001-optional', relaxColumns }]).job('any')).rejects.toThrow(
      'which no earlier step creates',
    );
  });

  test.each([
    [
      'lacks a column',
      [...GAMES.columns, { name: 'line', type: 'FLOAT64', mode: 'nullable' }],
      'nba.games.line must be DOUBLE nullable but is missing',
    ],
    ['has a column nobody knows', GAMES.columns.slice(1), 'nba.games.id is unknown'],
    [
      'has a column of another type',
      [{ name: 'id', type: 'INT64', mode: 'required' }, ...GAMES.columns.slice(1)],
      'nba.games.id must be BIGINT required but is VARCHAR required',
    ],
    [
      'lets a column be null',
      [...GAMES.columns.slice(0, 5), { name: 'day', type: 'DATE', mode: 'required' }],
      'nba.games.day must be DATE required but is DATE nullable',
    ],
  ] as const)('RT-18: a table that %s is refused before anything is written', async (_, described, message) => {
    await columns([CREATE]);
    const changed = open([{ id: CREATE.id, tables: [{ ...GAMES, columns: described }] }]);
    await expect(changed.job('any')).rejects.toMatchObject({
      code: 'warehouse_schema',
      message: expect.stringContaining(message),
    });
    await changed.close();
  });

  test('refuses a step that creates a table twice or changes a missing one', async () => {
    await expect(open([CREATE, { ...CREATE, id: '0002-again' }]).job('any')).rejects.toThrow('a second time');
    await expect(open([WIDEN]).job('any')).rejects.toThrow('which no earlier step creates');
  });
});

describe('the file', () => {
  test('is not created before the first use', async () => {
    await open().close();
    expect(await readdir(folder)).toEqual([]);
  });

  test('can be reopened right after close, with all data in one file', async () => {
    const first = open([CREATE]);
    await first.load(GAMES, ['{"id":"a","is_home":true}'], 'load-1');
    await first.close();
    expect(await readdir(folder)).toEqual(['warehouse.duckdb']);
    const second = open([CREATE]);
    expect(await second.job('load-1')).toEqual({ state: 'succeeded' });
    await second.close();
    expect(await second.job('load-1')).toEqual({ state: 'succeeded' });
    await second.close();
  });

  test('throws at the next page when it is closed during a read', async () => {
    const warehouse = open([CREATE]);
    const pages = warehouse.pages({ sql: 'SELECT range AS n FROM range(100000)' }, z.unknown())[Symbol.asyncIterator]();
    await pages.next();
    await warehouse.close();
    await expect(pages.next()).rejects.toThrow('closed before all rows were read');
  });

  test('supports paths with quotes and pattern characters', async () => {
    const odd = open([CREATE], join(folder, "it's [a] *", 'w.duckdb'));
    await odd.load(GAMES, ['{"id":"a","is_home":true}'], 'load-1');
    expect(await odd.job('load-1')).toEqual({ state: 'succeeded' });
    await odd.close();
  });

  test('removes the leftovers of a killed process', async () => {
    await writeFile(join(folder, 'warehouse.duckdb'), '');
    await writeFile(join(folder, 'warehouse.duckdb.load-1.ndjson'), '{"id":');
    await writeFile(join(folder, 'notes.ndjson'), 'mine');
    const warehouse = open();
    expect(await warehouse.job('any')).toEqual({ state: 'absent' });
    await warehouse.close();
    expect((await readdir(folder)).sort()).toEqual(['notes.ndjson', 'warehouse.duckdb']);
  });

  test('keeps no staged file after a load, successful or not', async () => {
    const warehouse = open([CREATE]);
    await warehouse.load(GAMES, ['{"id":"a","is_home":true}'], 'load-1');
    await expect(warehouse.load(GAMES, ['{"id":'], 'load-2')).rejects.toThrow();
    expect((await readdir(folder)).filter((name) => name.includes('.load-'))).toEqual([]);
    await warehouse.close();
  });

  test.each([
    ['is not a database', (path: string) => writeFile(path, 'not a database '.repeat(2000))],
    ['is cut off', (path: string) => truncate(path, 300_000)],
  ])('a file that %s is reported as damaged, and left unchanged', async (_, damage) => {
    const path = join(folder, 'warehouse.duckdb');
    const first = open([CREATE]);
    await first.load(
      GAMES,
      Array.from({ length: 5000 }, (_unused, n) =>
        JSON.stringify({ id: `game ${n * 7919}`, points: n * n, is_home: true }),
      ),
      'load-1',
    );
    await first.close();
    await damage(path);
    await copyFile(path, `${path}.before`);
    const damaged = open([CREATE]);
    await expect(damaged.job('load-1')).rejects.toMatchObject({
      name: 'Problem',
      code: 'warehouse_corrupt',
      message: expect.stringContaining(path),
    });
    await damaged.close();
  });
});
