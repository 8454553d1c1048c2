import { mkdtempDisposable, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MIGRATIONS } from '#src/pipeline/tables/migrations.ts';
import { type Migration, tablesAfter } from '#src/platform/migration.ts';
import { renderStatement } from '#src/platform/sql-parameters.ts';
import { addColumnsSql, createTableSql, relaxColumnsSql, requirePartitionFilterSql } from '#src/platform/table-ddl.ts';
import type { Table } from '#src/platform/warehouse.ts';
import { aSeasonOfStatements } from './a-season-of-statements.ts';
import { RAW_TABLES_OF_BIGQUERY } from './raw-tables-of-bigquery.ts';
import type { RecordedStatement } from './recorded-statements.ts';
import { type JudgedStatement, type SqlAnalyzer, startAnalyzer } from './sql-analyzer.ts';
import { isZetasqlInstalled, ZETASQL_FOLDER } from './zetasql-folder.ts';

const PIPELINE = fileURLToPath(new URL('../../../src/pipeline', import.meta.url));
const TABLES = tablesAfter(MIGRATIONS);
const FILES = (await readdir(PIPELINE, { recursive: true })).filter((path) => path.endsWith('.sql')).sort();
const VIEWS_FOLDER = fileURLToPath(new URL('../../../docs/views', import.meta.url));
const VIEWS = await readdir(VIEWS_FOLDER);
const isInstalled = isZetasqlInstalled();
const NOT_INSTALLED = `Google’s SQL analyzer is not in ${ZETASQL_FOLDER}: \`npm run install:zetasql\` installs it`;

describe.skipIf(!isInstalled)(isInstalled ? 'Google’s own analyzer accepts as BigQuery SQL' : NOT_INSTALLED, () => {
  let analyzer: SqlAnalyzer | undefined;
  let ran: readonly RecordedStatement[];
  beforeAll(async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-judge-'));
    analyzer = await startAnalyzer();
    ran = await aSeasonOfStatements(folder.path);
  });
  afterAll(() => analyzer?.close());

  const faultOf = async (judged: JudgedStatement, tables: readonly Table[] = TABLES) => {
    if (analyzer === undefined) throw new Error('the analyzer did not start');
    return await analyzer.faultOf(judged, tables);
  };

  /** Returns the parameters and tables with which the code runs a statement. A statement without either needs no run. */
  const runsOf = (name: string, text: string): readonly RecordedStatement[] => {
    const runs = ran.filter(({ statement }) => statement.sql === name);
    if (runs.length > 0) return runs;
    renderStatement({ name, text, parameters: {}, tables: {} }, '@');
    return [{ statement: { sql: name }, tables: [] }];
  };

  test.each(FILES)('%s, with the types of the parameters that the code passes', async (file) => {
    const name = file.slice(0, -'.sql'.length);
    const text = await readFile(join(PIPELINE, file), 'utf8');
    for (const { statement, tables: given } of runsOf(name, text)) {
      const { parameters = {}, tables = {} } = statement;
      const types = Object.fromEntries(Object.entries(parameters).map(([key, { type }]) => [key, type]));
      const sql = renderStatement({ name, text, parameters, tables }, '@');
      expect(await faultOf({ sql, parameters: types }, [...TABLES, ...given])).toBeUndefined();
    }
  });

  test.each(VIEWS)('the view %s, whose columns fit its table', async (file) => {
    const select = (await readFile(join(VIEWS_FOLDER, file), 'utf8')).replaceAll(/--[^\n]*/g, '');
    const name = `nba_raw.${file.slice(0, -'.sql'.length)}`;
    const columns = TABLES.find((table) => table.name === name)?.columns.map((column) => column.name) ?? [];
    const sql = `INSERT INTO ${name} (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM (${select}) AS viewed`;
    expect(columns).not.toEqual([]);
    expect(await faultOf({ sql }, [...TABLES, ...RAW_TABLES_OF_BIGQUERY])).toBeUndefined();
  });

  test.each(MIGRATIONS)('the statements of the migration $id', async (migration) => {
    for (const sql of statementsOf(migration)) expect(await faultOf({ sql })).toBeUndefined();
  });

  test.each([
    ['a column that the table lacks', 'SELECT nothing FROM nba_raw.schedule'],
    ['a date plus a text', "SELECT game_date + '1' FROM nba_raw.schedule"],
    ['a column that is not grouped', 'SELECT home_team FROM nba_raw.schedule GROUP BY season'],
    ['a union of different widths', 'SELECT 1 AS a, 2 AS b UNION ALL SELECT 1'],
    [
      'a merge into an unknown column',
      'MERGE INTO nba_raw.schedule T USING nba_raw.schedule S ON T.game_id = S.game_id WHEN MATCHED THEN UPDATE SET nothing = 1',
    ],
    ['a cast of PostgreSQL', 'SELECT home_score::STRING FROM nba_raw.schedule'],
    ['a function of DuckDB', 'SELECT STRFTIME(game_date) FROM nba_raw.schedule'],
    ['an insert of the wrong type', 'INSERT INTO nba_raw.schedule (game_id) VALUES (1)'],
    ['a date compared with a time', 'SELECT COUNT(*) FROM nba_raw.schedule WHERE game_date = tipoff_utc'],
    ['an unknown aggregate', 'SELECT LIST(game_id) FROM nba_raw.schedule'],
  ])('and refuses %s', async (_, sql) => expect(await faultOf({ sql })).toMatch(/./));
});

function statementsOf({
  tables = [],
  addColumns = [],
  relaxColumns = [],
  requirePartitionFilter = [],
}: Migration): readonly string[] {
  return [
    ...tables.map((table) => createTableSql(table, 'bigquery')),
    ...addColumns.flatMap((added) => addColumnsSql(added, 'bigquery')),
    ...relaxColumns.flatMap((relaxed) => relaxColumnsSql(relaxed, 'bigquery')),
    ...requirePartitionFilter.map(requirePartitionFilterSql),
  ];
}
