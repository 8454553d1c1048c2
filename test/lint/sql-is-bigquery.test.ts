// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a placeholder is what some statements have
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { sqlFaults } from './sql-faults.ts';

const PIPELINE = fileURLToPath(new URL('../../src/pipeline', import.meta.url));
const FILES = readdirSync(PIPELINE, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.sql'));

describe('every statement of the pipeline is BigQuery SQL with the same meaning on DuckDB', () => {
  test('there are statements', () => expect(FILES).not.toHaveLength(0));

  test.each(FILES)('%s', (path) => expect(sqlFaults(readFileSync(join(PIPELINE, path), 'utf8'))).toEqual([]));
});

test.each([
  ['SELECT a FROM d.t WHERE b = @b AND c = \'x`y\' -- "z" \\', 'marks inside texts and comments'],
  [
    "SELECT ROW_NUMBER() OVER (ORDER BY a DESC NULLS LAST) AS n FROM ${staging} WHERE at < TIMESTAMP '2026-02-05 10:00:00'",
    'a window',
  ],
  ['MERGE INTO d.t T USING ${staging} S ON T.a = S.a WHEN NOT MATCHED THEN INSERT (a) VALUES (S.a)', 'a merge'],
  ['INSERT INTO d.t (a, n) SELECT a, COUNT(*) AS n FROM d.u GROUP BY a', 'an insert of named columns'],
  ["DELETE FROM d.t WHERE day = '2026-02-05'", 'a delete'],
])('%s is fine: %s', (sql) => expect(sqlFaults(sql)).toEqual([]));

test.each([
  ['SELECT a FROM t WHERE', 'does not parse'],
  ['SELECT CASE WHEN a THEN 1 FROM t', 'does not parse'],
  ['SELECT (1', 'does not parse'],
  ['foo bar', 'not a statement'],
  ['', 'one statement'],
  ['SELECT 1; SELECT 2', 'one statement'],
  ['DROP TABLE d.t', 'not a statement'],
  ['SELECT `a` FROM t', 'backtick'],
  ['SELECT "a" FROM t', 'double quote'],
  ['SELECT 1 # one', '# comment'],
  ['SELECT a::INT64 FROM t', ':: cast'],
  ['SELECT $a', '$ parameter'],
  ['SELECT a FROM t WHERE a IN UNNEST(@a)', 'array parameter'],
  ['SELECT DATE_DIFF(a, b, DAY) FROM t', 'DATE_DIFF'],
  ['SELECT STRUCT(1 AS a)', 'STRUCT'],
  ['SELECT a FROM t ORDER BY a', 'NULLS FIRST'],
  ['SELECT a FROM t ORDER BY a DESC NULLS LAST, b', 'NULLS FIRST'],
  ['SELECT SUM(a) OVER (ORDER BY a) FROM t', 'NULLS FIRST'],
  ['SELECT SUM(a) OVER w FROM t WINDOW w AS (ORDER BY a)', 'NULLS FIRST'],
  ["SELECT STRING_AGG(a, ',' ORDER BY a) FROM t", 'NULLS FIRST'],
  ['SELECT a FROM (SELECT a FROM t QUALIFY ROW_NUMBER() OVER (ORDER BY a) = 1)', 'NULLS FIRST'],
  ['INSERT INTO d.t SELECT a FROM d.u', 'names of its columns'],
  ['INSERT INTO d.t (a) SELECT * FROM d.u', 'SELECT *'],
  ['INSERT INTO d.t (a) SELECT u.* FROM d.u AS u', 'SELECT *'],
  ['MERGE INTO d.t T USING d.s S ON T.a = S.a WHEN NOT MATCHED THEN INSERT VALUES (S.a)', 'names of its columns'],
  ['MERGE INTO d.t T USING d.s S ON T.a = S.a WHEN NOT MATCHED THEN INSERT ROW', 'names of its columns'],
  ["SELECT 'a\\nb'", 'backslash'],
  ["SELECT 'it''s'", "'' in a text"],
  ["SELECT TIMESTAMP '2026-02-05 10:00:00-05:00'", 'offset'],
])('%s is refused: %s', (sql, fault) => expect(sqlFaults(sql).join('\n')).toContain(fault));
