import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { MIGRATIONS } from '#src/pipeline/tables/migrations.ts';
import { tablesAfter } from '#src/platform/migration.ts';

const PIPELINE = fileURLToPath(new URL('../../src/pipeline', import.meta.url));
const FILES = readdirSync(PIPELINE, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.sql'));
const PARTITIONED = tablesAfter(MIGRATIONS).filter(({ partitionBy }) => partitionBy !== undefined);
/** A comparison of a partition column with a parameter or a constant, by which BigQuery skips partitions. */
const FILTER = /\b(?:game_date|built_at)\s*(?:=|<|>|<=|>=|BETWEEN)\s*(?:@|DATE)/i;
/** The statements that read every date, because a key without a date decides, or because the question has no dates. */
const EVERY_DATE: readonly RegExp[] = [
  /^import\/sql\/(?:merge|rematch|replace|take-back|kept)-/,
  /^import\/sql\/(?:fill-opponent-points|replaced-reports|state|unequal-points)$/,
  /^identity\/sql\/(?:games|stints)$/,
  /^player\/sql\/named-players$/,
  /^grading\/sql\/newest-graded-date$/,
  // `tipoff doctor` counts the rows of a file of DuckDB.
  /^results\/sql\/active-rows-by-batch$/,
];

const statements = FILES.map((path) => {
  const text = readFileSync(join(PIPELINE, path), 'utf8').replaceAll(/--[^\n]*/g, '');
  const isPartitioned = PARTITIONED.some(({ name }) => new RegExp(`\\b${name.replace('.', '\\.')}\\b`).test(text));
  return { name: path.slice(0, -'.sql'.length), isPartitioned, hasFilter: FILTER.test(text) };
});

test('a statement on a partitioned table has a partition filter, or is known to read every date', () => {
  const unfiltered = statements.filter(({ isPartitioned, hasFilter }) => isPartitioned && !hasFilter);
  const unknown = unfiltered.filter(({ name }) => !EVERY_DATE.some((pattern) => pattern.test(name)));
  expect(unknown.map(({ name }) => name)).toEqual([]);
});

test.each(EVERY_DATE)('%o is still true of a statement', (pattern) =>
  expect(statements.some(({ name, hasFilter }) => pattern.test(name) && !hasFilter)).toBe(true),
);
