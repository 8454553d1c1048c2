import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { MIGRATIONS } from '#src/pipeline/tables/migrations.ts';
import { tablesAfter } from '#src/platform/migration.ts';
import { unfilteredTable } from '../emulators/bigquery/partition-filter.ts';

const PIPELINE = fileURLToPath(new URL('../../src/pipeline', import.meta.url));
const FILES = readdirSync(PIPELINE, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.sql'));
const PARTITIONED = tablesAfter(MIGRATIONS).filter(({ partitionBy }) => partitionBy !== undefined);
const REQUIRED = new Map(
  PARTITIONED.flatMap(({ name, partitionBy, partitionFilter }) =>
    partitionFilter === 'required' && partitionBy !== undefined ? [[name, partitionBy] as const] : [],
  ),
);
/** A comparison of a partition column with a parameter or a constant, by which BigQuery skips partitions. */
const FILTER = /\b(?:game_date|built_at)\s*(?:=|<|>|<=|>=|BETWEEN)\s*(?:@|DATE)/i;
/** The statements that read every date, because a key without a date decides, or because the question has no dates. */
const EVERY_DATE: readonly RegExp[] = [
  /^import\/sql\/(?:merge|rematch|replace|take-back|kept)-/,
  /^import\/sql\/(?:fill-opponent-points|replaced-reports|state|unequal-points)$/,
  /^identity\/sql\/(?:games|stints)$/,
  /^player\/sql\/named-players$/,
];

const statements = FILES.map((path) => {
  const text = readFileSync(join(PIPELINE, path), 'utf8').replaceAll(/--[^\n]*/g, '');
  const isPartitioned = PARTITIONED.some(({ name }) => new RegExp(`\\b${name.replace('.', '\\.')}\\b`).test(text));
  return { name: path.slice(0, -'.sql'.length), text, isPartitioned, hasFilter: FILTER.test(text) };
});

test('a statement on a partitioned table has a partition filter, or is known to read every date', () => {
  const unfiltered = statements.filter(({ isPartitioned, hasFilter }) => isPartitioned && !hasFilter);
  const unknown = unfiltered.filter(({ name }) => !EVERY_DATE.some((pattern) => pattern.test(name)));
  expect(unknown.map(({ name }) => name)).toEqual([]);
});

test.each(EVERY_DATE)('%o is still true of a statement', (pattern) =>
  expect(statements.some(({ name, hasFilter }) => pattern.test(name) && !hasFilter)).toBe(true),
);

test('each place that reads a table which requires a filter has one', () => {
  const refused = statements.flatMap(({ name, text }) => {
    const found = unfilteredTable(text.replaceAll(/\$\{\w+\}/g, 'nba_staging.given_table'), REQUIRED);
    return found === undefined ? [] : [`${name} reads ${found.table}`];
  });
  expect(refused).toEqual([]);
});

describe('what counts as a partition filter', () => {
  const required = new Map([['d.t', 'day']]);

  test.each([
    'SELECT a FROM d.t WHERE day = @day',
    "SELECT a FROM d.t WHERE a = 1 AND day >= DATE '2026-01-01'",
    'SELECT a FROM d.t AS x WHERE x.day BETWEEN @from_day AND DATE_ADD(@from_day, INTERVAL 7 DAY)',
    'SELECT a FROM d.u AS u LEFT JOIN d.t AS t ON t.day <= @day AND t.a = u.a',
    'SELECT a FROM d.t WHERE day = @one OR (day = @two AND a = 1)',
    'UPDATE d.t SET a = 1 WHERE day = @day',
    'DELETE FROM d.t WHERE @day = day',
    'INSERT INTO d.t (a, day) SELECT a, day FROM d.u',
    'MERGE INTO d.t AS t USING d.u AS u ON t.day = @day AND t.a = u.a WHEN NOT MATCHED THEN INSERT (a) VALUES (u.a)',
    'MERGE INTO d.t AS t USING d.u AS u ON FALSE WHEN NOT MATCHED BY SOURCE AND t.day = @day THEN DELETE WHEN NOT MATCHED THEN INSERT (a) VALUES (u.a)',
  ])('%s', (sql) => expect(unfilteredTable(sql, required)).toBeUndefined());

  test.each([
    'SELECT a FROM d.t',
    'SELECT a FROM d.t WHERE day = other_day',
    'SELECT a FROM d.t WHERE day = (SELECT MAX(day) FROM d.u)',
    'SELECT a FROM d.t WHERE day = @day OR a = 1',
    'SELECT a FROM d.t WHERE @day IS NULL OR day >= @day',
    'SELECT a FROM d.t WHERE CAST(day AS STRING) = @day',
    'SELECT a FROM d.t AS t LEFT JOIN d.u AS u ON t.day = @day',
    'SELECT a FROM d.u AS u INNER JOIN d.t AS t ON t.day = u.day WHERE u.day = @day',
    'SELECT a FROM d.u WHERE day = @day AND a IN (SELECT a FROM d.t)',
    'WITH all_rows AS (SELECT a, day FROM d.t) SELECT a FROM all_rows WHERE day = @day',
    'UPDATE d.t SET a = 1 WHERE TRUE',
    'DELETE FROM d.t WHERE a = @day',
    'MERGE INTO d.t AS t USING d.u AS u ON t.a = u.a WHEN NOT MATCHED THEN INSERT (a) VALUES (u.a)',
    'MERGE INTO d.t AS t USING d.u AS u ON t.a = u.a WHEN NOT MATCHED BY SOURCE AND t.day = @day THEN DELETE',
    'MERGE INTO d.t AS t USING d.u AS u ON t.day = @day WHEN NOT MATCHED BY SOURCE THEN DELETE',
  ])('not %s', (sql) => expect(unfilteredTable(sql, required)).toEqual({ table: 'd.t', column: 'day' }));
});
