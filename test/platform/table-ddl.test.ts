import { expect, test } from 'vitest';
import { addColumnsSql, createTableSql, relaxColumnsSql } from '#src/platform/table-ddl.ts';
import type { Table } from '#src/platform/warehouse.ts';

const TABLE: Table = {
  name: 'nba_raw.games',
  key: ['game_id'],
  columns: [
    { name: 'game_id', type: 'STRING', mode: 'required' },
    { name: 'game_date', type: 'DATE', mode: 'required' },
    { name: 'points', type: 'INT64', mode: 'nullable' },
    { name: 'pace', type: 'FLOAT64', mode: 'nullable' },
    { name: 'is_home', type: 'BOOL', mode: 'nullable' },
    { name: 'tipoff', type: 'TIMESTAMP', mode: 'nullable' },
  ],
  partitionBy: 'game_date',
  clusterBy: ['game_id', 'points'],
};

test('on DuckDB a table has its columns and no partitions or clusters', () =>
  expect(createTableSql(TABLE, 'duckdb')).toBe(`CREATE TABLE IF NOT EXISTS nba_raw.games (
  game_id VARCHAR NOT NULL,
  game_date DATE NOT NULL,
  points BIGINT,
  pace DOUBLE,
  is_home BOOLEAN,
  tipoff TIMESTAMP
)`));

test('on BigQuery it is partitioned and clustered', () =>
  expect(createTableSql(TABLE, 'bigquery')).toBe(`CREATE TABLE IF NOT EXISTS nba_raw.games (
  game_id STRING NOT NULL,
  game_date DATE NOT NULL,
  points INT64,
  pace FLOAT64,
  is_home BOOL,
  tipoff TIMESTAMP
)
PARTITION BY game_date
CLUSTER BY game_id, points`));

test('a TIMESTAMP column partitions by day', () =>
  expect(createTableSql({ ...TABLE, partitionBy: 'tipoff' }, 'bigquery')).toContain(
    'PARTITION BY TIMESTAMP_TRUNC(tipoff, DAY)',
  ));

const ADDED = {
  table: 'nba_raw.games',
  columns: [
    { name: 'arena', type: 'STRING', mode: 'nullable' },
    { name: 'tipped_at', type: 'TIMESTAMP', mode: 'nullable' },
  ],
} as const;

test('BigQuery adds all columns of a table in one statement, because it limits how often a table may change', () =>
  expect(addColumnsSql(ADDED, 'bigquery')).toEqual([
    'ALTER TABLE nba_raw.games ADD COLUMN IF NOT EXISTS arena STRING,\n  ADD COLUMN IF NOT EXISTS tipped_at TIMESTAMP',
  ]));

test('DuckDB adds one column a statement', () =>
  expect(addColumnsSql(ADDED, 'duckdb')).toEqual([
    'ALTER TABLE nba_raw.games ADD COLUMN IF NOT EXISTS arena VARCHAR',
    'ALTER TABLE nba_raw.games ADD COLUMN IF NOT EXISTS tipped_at TIMESTAMP',
  ]));

test('BigQuery makes all columns of a table nullable in one statement', () =>
  expect(relaxColumnsSql({ table: 'nba_raw.games', columns: ['points', 'pace'] }, 'bigquery')).toEqual([
    'ALTER TABLE nba_raw.games ALTER COLUMN points DROP NOT NULL,\n  ALTER COLUMN pace DROP NOT NULL',
  ]));

test.each([
  [{ ...TABLE, name: 'games' }, 'not a table name'],
  [{ ...TABLE, name: 'a.b; DROP TABLE c' }, 'works without quotes'],
  [{ ...TABLE, columns: [{ name: 'a b', type: 'STRING', mode: 'nullable' }] } as const, 'works without quotes'],
])('a name that needs quotes is refused', (table, message) =>
  expect(() => createTableSql(table, 'duckdb')).toThrow(message),
);
