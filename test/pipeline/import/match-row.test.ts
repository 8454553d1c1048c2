import { describe, expect, test } from 'vitest';
import { addGame } from '#src/pipeline/identity/game-list.ts';
import { emptyIdentities } from '#src/pipeline/identity/identities.ts';
import { faultList, faultSentences } from '#src/pipeline/import/fault-list.ts';
import { sortedNotes } from '#src/pipeline/import/file-notes.ts';
import { kindOfFile } from '#src/pipeline/import/import-kind.ts';
import { fileReadState, InvalidImportFile, readRows } from '#src/pipeline/import/read-rows.ts';
import { INVENTED, rosterOf } from '#test/pipeline/identity/invented-roster.ts';
import { recordSource } from '#test/pipeline/import/record-source.ts';

const LINES =
  'game_date,player_name,player_id,bookmaker,line,is_main_line,game_id,home_team,away_team,commence_time,line_type';
const INJURIES = 'report_at,game_date,player_name,player_id,team,status';
const LOGS = 'season,season_type,game_date,game_id,player_id,player_name,team,opponent,is_home,minutes,points';
const SCHEDULE = 'season,season_type,game_date,game_id,home_team,away_team,tipoff_utc';

/** Reads a file with the invented players, and with the evening game of UTA at LAL on 2026-02-05. */
async function read(name: string, ...lines: readonly string[]) {
  const kind = kindOfFile(name);
  if (kind === undefined) throw new Error(`${name} is of no known kind`);
  const identities = { ...emptyIdentities('nba'), roster: rosterOf(INVENTED) };
  addGame(identities.games, {
    ...{ gameId: '0022599001', gameDate: '2026-02-05', homeTeam: 'LAL', awayTeam: 'UTA' },
    tipoff: '2026-02-06T03:00:00Z',
  });
  const readState = fileReadState(identities, faultList(), { badRows: 'refuse-file', lastYear: 2028 });
  const rows: unknown[] = [];
  try {
    for await (const text of readRows(recordSource(name, ...lines), kind, readState)) {
      rows.push(
        ...text
          .trimEnd()
          .split('\n')
          .map((row): unknown => JSON.parse(row)),
      );
    }
  } catch (error) {
    if (!(error instanceof InvalidImportFile)) throw error;
  }
  const notes = sortedNotes(readState.notes).map(({ kind: noted, column, value }) => [noted, column, value]);
  return { rows, notes, faults: faultSentences(readState.faults), recognized: readState.recognizedIds };
}

describe('the player of a row', () => {
  test('is matched by name and team in an injury report without ids', async () => {
    const { rows, notes } = await read(
      'injuries.csv',
      INJURIES,
      '2026-02-05T20:00:00Z,2026-02-05,O. Thorne,,Utah Jazz,Out',
      '2026-02-05T20:00:00Z,2026-02-05,Abel Kovac,,BOS,Out',
    );
    expect(rows).toMatchObject([
      { player_lookup: 'obithorne2', player_id: '2', team: 'UTA' },
      { player_lookup: 'abelkovacjr', player_id: '3' },
    ]);
    expect(notes).toEqual([]);
  });

  test('is distinguished by the line from a namesake in the same game', async () => {
    const { rows } = await read('prop_lines.csv', LINES, '2026-02-05,Obi Thorne,,dk,8.5,1,0022599001,,,,');
    expect(rows).toMatchObject([{ player_lookup: 'obithorne2' }]);
  });

  test('is reported when he may be one of several, and reaches none of them', async () => {
    const { rows, notes } = await read('injuries.csv', INJURIES, '2026-02-05T20:00:00Z,2026-02-05,S. Vance,,PHX,Out');
    expect(rows).toMatchObject([{ player_lookup: 'unmatched:svance:PHX', player_id: null }]);
    expect(notes).toEqual([['unmatched', 'player_name', 'S. Vance']]);
  });

  test('keeps his own id when a file has the id of another provider', async () => {
    const { rows, notes, recognized } = await read(
      'prop_lines.csv',
      LINES,
      '2026-02-05,Silas Vance,4432166,dk,8.5,1,,PHX,BOS,,',
      '2026-02-05,Silas Vance,4432166,fd,8.5,1,,PHX,BOS,,',
    );
    expect(rows).toMatchObject([
      { player_lookup: 'silasvance', player_id: '12' },
      { player_lookup: 'silasvance', player_id: '12' },
    ]);
    expect(recognized).toEqual([{ id: '4432166', lookup: 'silasvance' }]);
    expect(notes).toEqual([['corrected', 'player_id', '4432166']]);
  });

  test('with the name of a player of another team is a second player in a box score', async () => {
    const { rows } = await read(
      'player_game_logs.csv',
      LOGS,
      '2025-26,regular,2026-02-01,0022599777,77,Silas Vance,CHI,DET,1,30,12',
    );
    expect(rows).toMatchObject([{ player_lookup: 'silasvance77', player_id: '77' }]);
  });
});

describe('the game of a line', () => {
  const EVENT = 'a1b2c3d4';

  test('with the id of another system is found by its teams, whatever their spelling', async () => {
    const line = `2026-02-05,Silas Vance,12,dk,8.5,1,${EVENT},Los Angeles Lakers,Jazz,,`;
    const { rows, notes } = await read('prop_lines.csv', LINES, line);
    expect(rows).toMatchObject([{ game_id: '0022599001', home_team: 'LAL', away_team: 'UTA' }]);
    expect(notes).toEqual([['corrected', 'game_id', EVENT]]);
  });

  test('with the id of another system and no teams is the game of the player’s team', async () => {
    const { rows } = await read('prop_lines.csv', LINES, `2026-02-05,Obi Thorne,1,dk,22.5,1,${EVENT},,,,`);
    expect(rows).toMatchObject([{ game_id: '0022599001' }]);
  });

  test('is left empty and reported when the player’s team does not play', async () => {
    const { rows, notes } = await read('prop_lines.csv', LINES, `2026-02-05,Silas Vance,12,dk,8.5,1,${EVENT},,,,`);
    expect(rows).toMatchObject([{ game_id: null }]);
    expect(notes).toEqual([['unmatched', 'game_id', EVENT]]);
  });
});

describe('a team that Tipoff does not know is reported', () => {
  test('and left empty in an injury report, so that the row counts for the player', async () => {
    const row = '2026-02-05T20:00:00Z,2026-02-05,Silas Vance,12,Los Angeles,Out';
    const { rows, notes } = await read('injuries.csv', INJURIES, row);
    expect(rows).toMatchObject([{ team: null, player_lookup: 'silasvance' }]);
    expect(notes).toEqual([['unmatched', 'team', 'Los Angeles']]);
  });
});

describe('a word outside its vocabulary is reported', () => {
  test('an injury status counts as unknown', async () => {
    const row = '2026-02-05T20:00:00Z,2026-02-05,Silas Vance,12,PHX,Maintenance';
    const { rows, notes } = await read('injuries.csv', INJURIES, row);
    expect(rows).toMatchObject([{ status: 'unknown' }]);
    expect(notes).toEqual([['unmatched', 'status', 'Maintenance']]);
  });

  test('a line type is kept apart from standard lines', async () => {
    const { rows, notes } = await read('prop_lines.csv', LINES, '2026-02-05,Obi Thorne,1,dk,22.5,1,,,,,mystery');
    expect(rows).toMatchObject([{ line_type: 'other' }]);
    expect(notes).toEqual([['unmatched', 'line_type', 'mystery']]);
  });

  test('a season type is a fault', async () => {
    const { faults } = await read('schedule.csv', SCHEDULE, '2025-26,autumn,2026-02-05,0022599002,BOS,DEN,');
    expect(faults).toEqual([
      'schedule.csv, line 2, column season_type: "autumn" is not a season type like regular or playoffs.',
    ]);
  });
});

test.for([
  ['a preseason game', '2025-26,Pre Season,2025-10-05,0012500001,BOS,DEN,'],
  ['an All-Star game', '2025-26,All-Star,2026-02-15,0032500001,EAST,WEST,'],
  ['a game whose id shows that it is preseason', '2025-26,regular,2025-10-05,0012500001,BOS,DEN,'],
] as const)('%s is not stored, and the rest of the file is', async ([, game]) => {
  const { rows, notes } = await read('schedule.csv', SCHEDULE, game, '2025-26,NBA Cup,2025-12-16,0062500001,BOS,DEN,');
  expect(rows).toMatchObject([{ game_id: '0062500001', season_type: 'cup' }]);
  expect(notes).toMatchObject([['set_aside', expect.anything(), expect.anything()]]);
});

describe('the date of a game', () => {
  test('in UTC is corrected by the tip-off of the schedule’s own row', async () => {
    const game = '2025-26,regular,2026-02-06,0022599002,BOS,DEN,2026-02-06T00:30:00Z';
    const { rows, notes } = await read('schedule.csv', SCHEDULE, game);
    expect(rows).toMatchObject([{ game_date: '2026-02-05' }]);
    expect(notes).toEqual([['corrected', 'game_date', '2026-02-06']]);
  });

  test('in UTC is corrected by the schedule', async () => {
    const { rows } = await read('prop_lines.csv', LINES, '2026-02-06,Obi Thorne,1,dk,22.5,1,0022599001,,,,');
    expect(rows).toMatchObject([{ game_date: '2026-02-05' }]);
  });

  test('in UTC is corrected in a report that precedes the evening game of the team', async () => {
    const report = '2026-02-05T20:00:00Z,2026-02-06,Obi Thorne,1,LAL,Out';
    expect((await read('injuries.csv', INJURIES, report)).rows).toMatchObject([{ game_date: '2026-02-05' }]);
    const later = report.replace('2026-02-05T20', '2026-02-06T20');
    expect((await read('injuries.csv', INJURIES, later)).rows).toMatchObject([{ game_date: '2026-02-06' }]);
  });

  test('that contradicts the tip-off is a fault', async () => {
    const game = '2025-26,regular,2026-02-09,0022599002,BOS,DEN,2026-02-06T00:30:00Z';
    const { faults } = await read('schedule.csv', SCHEDULE, game);
    expect(faults).toEqual([
      'schedule.csv, line 2, column game_date: "2026-02-09" contradicts the tip-off 2026-02-06T00:30:00Z, which is on 2026-02-05 in New York.',
    ]);
  });
});
