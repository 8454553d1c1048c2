import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { ImportDeps } from '#src/pipeline/import/import-file.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { readImportState } from '#src/pipeline/import/import-state.ts';
import { Problem } from '#src/platform/problem.ts';
import type { RecordSource } from '#src/platform/record-source.ts';
import { recordSource } from '#test/pipeline/import/record-source.ts';
import { warehouseOfFile } from '#test/pipeline/warehouse-of-file.ts';
import { importDeps } from './import-deps.ts';

const emptied = warehouseOfFile();

const SCHEDULE = 'season,season_type,game_date,game_id,home_team,away_team,home_score';
const GAME = '2025-26,regular,2026-02-05,0022500733,DET,WAS,';
const LINES = 'game_date,player_name,player_id,bookmaker,line,captured_at,is_main_line,over_price';
const LINE = '2026-02-05,Cade Cunningham,1630595,draftkings,26.5,,1,-110';

async function importReal(deps: ImportDeps, ...sources: readonly RecordSource[]) {
  return await importFiles(deps, { sources, origin: 'files' });
}

async function rowsOf({ warehouse }: ImportDeps, table: string): Promise<readonly unknown[]> {
  return await warehouse.query({ sql: `SELECT * FROM ${table} ORDER BY ALL` }, z.record(z.string(), z.unknown()));
}

describe('importing', () => {
  test('the same file again changes nothing but the record of imports', async () => {
    const deps = importDeps(await emptied());
    const file = () => recordSource('prop_lines.csv', LINES, LINE, LINE.replace('26.5', '27.5'));
    await importReal(deps, file());
    const before = await rowsOf(deps, 'nba_raw.prop_lines');
    const [report] = await importReal(deps, file());
    expect(report).toStrictEqual({
      file: 'prop_lines.csv',
      table: 'nba_raw.prop_lines',
      decision: 'taken',
      rows: 2,
      faults: [],
      notes: [],
      removed: 0,
      rejected: 0,
      duplicates: 0,
      rejects: null,
    });
    expect(before).toHaveLength(2);
    expect(await rowsOf(deps, 'nba_raw.prop_lines')).toStrictEqual(before);
    expect(await rowsOf(deps, 'nba_orchestration.imports')).toHaveLength(2);
  });

  test('updates a corrected row, adds a new one and keeps the others', async () => {
    const deps = importDeps(await emptied());
    const other = GAME.replace('0733', '0734');
    await importReal(deps, recordSource('schedule.csv', SCHEDULE, GAME, other));
    await importReal(deps, recordSource('schedule.csv', SCHEDULE, `${GAME}117`, GAME.replace('0733', '0735')));
    expect(await rowsOf(deps, 'nba_raw.schedule')).toMatchObject([
      { game_id: '0022500733', home_score: 117 },
      { game_id: '0022500734', home_score: null },
      { game_id: '0022500735', home_score: null },
    ]);
  });

  test('matches a row by its key when the time in the key is unknown', async () => {
    const deps = importDeps(await emptied());
    await importReal(deps, recordSource('prop_lines.csv', LINES, LINE));
    await importReal(deps, recordSource('prop_lines.csv', LINES, LINE.replace('-110', '-125')));
    expect(await rowsOf(deps, 'nba_raw.prop_lines')).toMatchObject([{ captured_at: null, over_price: -125 }]);
  });

  test('gives a player one lookup in all tables and imports, whatever the spelling', async () => {
    const deps = importDeps(await emptied());
    const injury = 'report_at,game_date,player_name,player_id,status';
    await importReal(
      deps,
      recordSource('injuries.csv', injury, '2026-02-05T17:00:00Z,2026-02-05,Gary Payton II,1627780,Out'),
    );
    await importReal(
      deps,
      recordSource('prop_lines.csv', LINES, LINE.replace('Cade Cunningham,1630595', 'Gary Payton,1627780')),
    );
    expect(await rowsOf(deps, 'nba_raw.prop_lines')).toMatchObject([
      { player_name: 'Gary Payton', player_lookup: 'garypaytonii' },
    ]);
    expect(await rowsOf(deps, 'nba_raw.players')).toHaveLength(1);
  });

  test('imports nothing from a file with faults, and imports the good files', async () => {
    const deps = importDeps(await emptied());
    const reports = await importReal(
      deps,
      recordSource('schedule.csv', SCHEDULE, GAME, `${GAME}many`),
      recordSource('prop_lines.csv', LINES, LINE),
    );
    expect(reports).toMatchObject([
      {
        file: 'schedule.csv',
        decision: 'refused',
        rows: 0,
        faults: ['schedule.csv, line 3, column home_score: "many" is not a whole number.'],
      },
      { file: 'prop_lines.csv', decision: 'taken', rows: 1 },
    ]);
    expect(await rowsOf(deps, 'nba_raw.schedule')).toStrictEqual([]);
    expect(await rowsOf(deps, 'nba_raw.prop_lines')).toHaveLength(1);
  });

  test('does not register the players of a refused file', async () => {
    const deps = importDeps(await emptied());
    await importReal(deps, recordSource('prop_lines.csv', LINES, LINE, LINE.replace('26.5', '-1')));
    expect(await rowsOf(deps, 'nba_raw.players')).toStrictEqual([]);
  });

  test('refuses a file that cannot be read to its end, with the reason', async () => {
    const deps = importDeps(await emptied());
    const message = 'schedule.csv.gz, after line 1: the file cannot be read: the gzip file is cut off.';
    async function* records() {
      yield { line: 1, fields: SCHEDULE.split(',') };
      throw new Problem({ code: 'unreadable_file', message });
    }
    const source = { name: 'schedule.csv.gz', records, sha256: () => '' };
    expect(await importReal(deps, source)).toMatchObject([{ decision: 'refused', faults: [message] }]);
  });

  test('reports a file of an unknown kind, and refuses two files of one kind', async () => {
    const deps = importDeps(await emptied());
    const reports = await importReal(
      deps,
      recordSource('notes.txt'),
      recordSource('schedule.csv', SCHEDULE, GAME),
      recordSource('schedule.csv.gz', SCHEDULE, GAME),
    );
    const both = 'schedule.csv and schedule.csv.gz contain the same kind of data. Keep only one of them in the folder.';
    expect(reports).toMatchObject([
      { file: 'notes.txt', decision: 'ignored', faults: ['Tipoff does not import a file named "notes.txt".'] },
      { file: 'schedule.csv', decision: 'refused', faults: [both] },
      { file: 'schedule.csv.gz', decision: 'refused', faults: [both] },
    ]);
  });

  test('refuses a folder without a known file, and lists the known ones', async () => {
    const deps = importDeps(await emptied());
    await expect(importReal(deps, recordSource('notes.txt'))).rejects.toThrow(
      'Tipoff found nothing that it can import. It imports these files, also as .csv.gz: schedule.csv, player_game_logs.csv, team_box_scores.csv,',
    );
  });

  test('leaves no staging table', async () => {
    const deps = importDeps(await emptied());
    await importReal(deps, recordSource('schedule.csv', SCHEDULE, GAME), recordSource('prop_lines.csv', LINES, 'x'));
    const sql = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'nba_staging'";
    expect(await deps.warehouse.query({ sql }, z.unknown())).toStrictEqual([]);
  });
});

describe('the state of imports', () => {
  test('is empty before the first import', async () => {
    const { warehouse } = importDeps(await emptied());
    expect(await readImportState(warehouse)).toStrictEqual({ imported: false });
  });

  test('shows what was imported and when', async () => {
    const deps = importDeps(await emptied());
    await importReal(deps, recordSource('schedule.csv', SCHEDULE, GAME), recordSource('prop_lines.csv', LINES, LINE));
    expect(await readImportState(deps.warehouse)).toStrictEqual({
      imported: true,
      isSample: false,
      importedAt: expect.stringContaining('2026-02-05T17:00:04'),
      firstGameDate: '2026-02-05',
      lastGameDate: '2026-02-05',
      lastPlayedDate: null,
      lastLineDate: '2026-02-05',
      games: 1,
      players: 1,
      playerGames: 0,
      lines: 1,
      injuryReports: 0,
    });
  });
});

describe('the sample league and real data', () => {
  const sample = (deps: ImportDeps) =>
    importFiles(deps, { sources: [recordSource('schedule.csv', SCHEDULE, GAME)], origin: 'sample' });

  test('the first real file replaces the whole sample', async () => {
    const deps = importDeps(await emptied());
    await sample(deps);
    expect(await readImportState(deps.warehouse)).toMatchObject({ isSample: true, games: 1 });
    await importReal(deps, recordSource('prop_lines.csv', LINES, LINE));
    expect(await readImportState(deps.warehouse)).toMatchObject({ isSample: false, games: 0, lines: 1 });
  });

  test('a refused file leaves the sample unchanged', async () => {
    const deps = importDeps(await emptied());
    await sample(deps);
    await importReal(deps, recordSource('prop_lines.csv', LINES, 'x'));
    expect(await readImportState(deps.warehouse)).toMatchObject({ isSample: true, games: 1 });
  });

  test('the sample never replaces real data', async () => {
    const deps = importDeps(await emptied());
    await importReal(deps, recordSource('prop_lines.csv', LINES, LINE));
    await expect(sample(deps)).rejects.toThrow(Problem);
    expect(await readImportState(deps.warehouse)).toMatchObject({ isSample: false, games: 0 });
  });
});
