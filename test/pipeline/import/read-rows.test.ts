import { describe, expect, test } from 'vitest';
import { emptyIdentities } from '#src/pipeline/identity/identities.ts';
import { faultList, faultSentences } from '#src/pipeline/import/fault-list.ts';
import { kindOfFile } from '#src/pipeline/import/import-kind.ts';
import { fileReadState, InvalidImportFile, readRows } from '#src/pipeline/import/read-rows.ts';
import { recordSource } from '#test/pipeline/import/record-source.ts';

const INJURIES = 'report_at,game_date,player_name,player_id,team,status,reason';
const SCHEDULE = 'season,season_type,game_date,game_id,home_team,away_team';
const GAME = '2025-26,regular,2026-02-05,0022500733,DET,WAS';

async function read(name: string, ...lines: readonly string[]) {
  const kind = kindOfFile(name);
  if (kind === undefined) throw new Error(`${name} is of no known kind`);
  const readState = fileReadState(emptyIdentities('nba'), faultList());
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
