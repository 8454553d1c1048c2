import { describe, expect, test } from 'vitest';
import { emptyIdentities } from '#src/pipeline/identity/identities.ts';
import { faultList, faultSentences } from '#src/pipeline/import/fault-list.ts';
import { kindOfFile } from '#src/pipeline/import/import-kind.ts';
import { fileReadState, InvalidImportFile, readRows } from '#src/pipeline/import/read-rows.ts';
import { recordSource } from '#test/pipeline/import/record-source.ts';

const INJURIES = 'report_at,game_date,player_name,player_id,team,status,reason';
const SCHEDULE = 'season,season_type,game_date,game_id,home_team,away_team';
const BOX_SCORE = {
  ...{ season: '2025-26', season_type: 'regular', game_date: '2026-02-05', game_id: '0022500733', player_id: '901' },
  ...{ player_name: 'Abel Kovac', team: 'DET', opponent: 'WAS', is_home: '1', minutes: '30' },
  ...{ points: '20', fgm: '8', fga: '15', fg3m: '2', fg3a: '5', ftm: '2', fta: '2' },
};

/** A file with the box score of an invented player. Each change is a column and its new value, which may be empty. */
function boxScore(...changes: readonly string[]): readonly string[] {
  const changed = changes.map((change) => [change.split(' ')[0] ?? '', change.slice(change.indexOf(' ') + 1)] as const);
  const row = { ...BOX_SCORE, ...Object.fromEntries(changed) };
  return [Object.keys(row).join(), Object.values(row).join()];
}

const GAME = '2025-26,regular,2026-02-05,0022500733,DET,WAS';

async function read(name: string, ...lines: readonly string[]) {
  const kind = kindOfFile(name);
  if (kind === undefined) throw new Error(`${name} is of no known kind`);
  const readState = fileReadState(emptyIdentities('nba'), faultList(), { badRows: 'refuse-file', lastYear: 2028 });
  const rows: unknown[] = [];
  let end = 'taken';
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
    end = 'refused';
  }
  return { rows, end, faults: faultSentences(readState.faults), counted: readState.rows };
}

describe('rows of a good file', () => {
  test('have every column of the table and the player’s lookup; RT-02: the status is lower case', async () => {
    const { rows, end } = await read(
      'injuries.csv',
      INJURIES,
      '2026-02-05T17:00:00Z,2026-02-05,Coby White,1629632,CHI, OUT ,Calf',
    );
    expect(end).toBe('taken');
    expect(rows).toStrictEqual([
      {
        report_at: '2026-02-05T17:00:00Z',
        game_date: '2026-02-05',
        player_id: '1629632',
        player_name: 'Coby White',
        player_lookup: 'cobywhite',
        team: 'CHI',
        status: 'out',
        reason: 'Calf',
        report_scope: null,
      },
    ]);
  });

  test('are read from columns in any order and letter case, and unknown columns are ignored', async () => {
    const { rows } = await read(
      'schedule.csv',
      'arena,GAME_ID,away_team,extra,home_team,game_date,season_type,season',
      'Garden,22500733,WAS,?,DET,2026-02-05,regular,2025-26',
    );
    expect(rows).toMatchObject([
      { game_id: '0022500733', home_team: 'DET', away_team: 'WAS', arena: 'Garden', tipoff_utc: null },
    ]);
  });

  test('may be empty: a file with only a header has no rows', async () => {
    expect(await read('schedule.csv', SCHEDULE)).toMatchObject({ rows: [], end: 'taken', faults: [] });
  });
});

describe('a file with faults is refused with a sentence for each fault', () => {
  test.for<[string, string, readonly string[], string]>([
    ['no header', 'schedule.csv', [], 'schedule.csv is empty.'],
    [
      'missing columns',
      'schedule.csv',
      ['season,game_id'],
      'schedule.csv: the header has no column season_type, game_date, home_team, away_team.',
    ],
    [
      'a column twice',
      'schedule.csv',
      [`${SCHEDULE},season`],
      'schedule.csv: the header contains the column "season" twice.',
    ],
    [
      'too few fields',
      'schedule.csv',
      [SCHEDULE, '2025-26,regular'],
      'schedule.csv, line 2: this line has 2 fields, but the header has 6.',
    ],
    [
      'a date that does not exist',
      'schedule.csv',
      [SCHEDULE, GAME, GAME.replace('02-05', '02-30')],
      'schedule.csv, line 3, column game_date: "2026-02-30" is not a date like 2026-02-05.',
    ],
    [
      'a required value that is empty',
      'schedule.csv',
      [SCHEDULE, GAME.replace('DET', '')],
      'schedule.csv, line 2, column home_team: a value is required, but the field is empty.',
    ],
    [
      'two rows of one key',
      'schedule.csv',
      [SCHEDULE, GAME, GAME.replace('0733', '0734'), GAME],
      'schedule.csv, lines 2 and 4: both lines have the same key: game_id 0022500733.',
    ],
    [
      'a name without a letter',
      'injuries.csv',
      [INJURIES, '2026-02-05T17:00:00Z,2026-02-05,--,,CHI,Out,'],
      'injuries.csv, line 2, column player_name: "--" must contain a letter or a digit.',
    ],
  ])('%s', async ([, name, lines, sentence]) => {
    expect(await read(name, ...lines)).toMatchObject({ end: 'refused', faults: [sentence] });
  });

  test('two spellings of one player in one report have the same key', async () => {
    const row = '2026-02-05T17:00:00Z,2026-02-05,Jimmy Butler III,202710,GSW,Out,';
    const { faults } = await read('injuries.csv', INJURIES, row, row.replace(' III', ''));
    expect(faults).toStrictEqual([
      'injuries.csv, lines 2 and 3: both lines have the same key: report_at 2026-02-05T17:00:00Z, game_date 2026-02-05, player_lookup jimmybutleriii.',
    ]);
  });

  test.for<[string, string, readonly string[], string]>([
    ['more shots made than taken', 'fgm', boxScore('fgm 9', 'fga 8', 'points 20'), '9 is more than fga, which is 8'],
    ['more three-pointers made than taken', 'fg3m', boxScore('fg3a 1'), '2 is more than fg3a, which is 1'],
    ['more free throws made than taken', 'ftm', boxScore('fta 1'), '2 is more than fta, which is 1'],
    ['more three-pointers than shots', 'fg3m', boxScore('fgm 1', 'points 6'), '2 is more than fgm, which is 1'],
    [
      'points that contradict the shots',
      'points',
      boxScore('points 21'),
      '21 contradicts the shots: fgm 8, fg3m 2 and ftm 2 are 20 points',
    ],
    ['points over 100', 'points', boxScore('points 101', 'fgm '), '"101" is more than 100'],
    ['minutes over 70', 'minutes', boxScore('minutes 70.5'), '"70.5" is more than 70'],
    ['a team that plays itself', 'opponent', boxScore('opponent Detroit Pistons'), '"DET" is also the team'],
    [
      'a season before the league',
      'season',
      boxScore('season 1945-46'),
      `"1945-46" is before the league's first season, which began in 1946`,
    ],
    [
      'a season after the next one',
      'season',
      boxScore('season 2028-29'),
      `"2028-29" is after the league's next season; the last year is 2027`,
    ],
    ['a season of two years', 'season', boxScore('season 2025-27'), '"2025-27" is not a season like 2025-26'],
    [
      'a date after the next season',
      'game_date',
      boxScore('game_date 2205-02-05'),
      `"2205-02-05" is after the league's next season; the last year is 2028`,
    ],
    [
      'a name that changes the reading direction',
      'player_name',
      boxScore('player_name Abel\u202eKovac'),
      '"Abel\\u202eKovac" contains a control character or a hidden character',
    ],
    [
      'a name with a zero-width character',
      'player_name',
      boxScore('player_name Abel\u200bKovac'),
      '"Abel\\u200bKovac" contains a control character or a hidden character',
    ],
    [
      'a name with a soft hyphen',
      'player_name',
      boxScore('player_name Abel\u00adKovac'),
      '"Abel\u00adKovac" contains the hidden character U+00AD',
    ],
  ])('an impossible value: %s', async ([, column, lines, fault]) => {
    const { faults } = await read('player_game_logs.csv', ...lines);
    expect(faults).toContain(`player_game_logs.csv, line 2, column ${column}: ${fault}.`);
  });

  test('an empty cell contradicts nothing, and the largest possible values are taken', async () => {
    const possible = [
      boxScore('points 21', 'ftm '),
      boxScore('points 100', 'fgm 36', 'fga 63', 'fg3m 0', 'ftm 28', 'fta 32', 'minutes 70'),
    ];
    for (const lines of possible) expect(await read('player_game_logs.csv', ...lines)).toMatchObject({ end: 'taken' });
  });

  test('rows after the first fault are not counted, and all faults are', async () => {
    const bad = Array.from({ length: 30 }, (_, index) =>
      GAME.replace('0733', `1${index}`).replace('2026-02-05', 'soon'),
    );
    const { rows, faults, counted } = await read('schedule.csv', SCHEDULE, GAME, ...bad, GAME.replace('0733', '0999'));
    expect(rows).toEqual([]);
    expect(counted).toBe(1);
    expect(faults).toHaveLength(21);
    expect(faults.at(-1)).toBe('… and 10 more.');
  });
});
