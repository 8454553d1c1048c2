import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { ImportDeps } from '#src/pipeline/import/import-file.ts';
import { type ImportRequest, importFiles } from '#src/pipeline/import/import-files.ts';
import { shotZonesByGame } from '#src/pipeline/tables/shot-zones-by-game.ts';
import { shotZonesBySeason } from '#src/pipeline/tables/shot-zones-by-season.ts';
import type { Table } from '#src/platform/warehouse.ts';
import { recordSource } from '#test/pipeline/import/record-source.ts';
import { warehouseOfFile } from '#test/pipeline/warehouse-of-file.ts';
import { importDeps } from './import-deps.ts';

const emptied = warehouseOfFile();

const DATE = '2026-02-05';
const GAME = '0022599001';
const SCHEDULE = 'season,season_type,game_date,game_id,home_team,away_team,home_score,away_score';
const LOGS = 'season,season_type,game_date,game_id,player_id,player_name,team,opponent,is_home,minutes,points';
const BOXES = 'season,season_type,game_date,game_id,team,opponent,is_home,points,opp_points,possessions_est';
const INJURIES = 'report_at,game_date,player_name,player_id,team,status';

/** A header and the rows of two players. Every number is 0. */
function zones({ columns }: Table): readonly [header: string, stays: string, goes: string] {
  const names = columns.map(({ name }) => name).filter((name) => name !== 'player_lookup');
  const known = { season: '2025-26', season_type: 'regular', game_date: DATE, game_id: GAME, team: 'LAL' };
  const row = (player: object) => {
    const values = new Map(Object.entries({ ...known, ...player }));
    return names.map((name) => values.get(name) ?? '0').join();
  };
  const [one, other] = [
    { player_id: '100', player_name: 'Abel Kovac' },
    { player_id: '101', player_name: 'Obi Thorne' },
  ];
  return [names.join(), row(one), row(other)];
}

type Points = Readonly<Record<string, number>>;
/** The six invented players of LAL and their points, which are those of the team: 20. */
const LAL = { 'Abel Kovac': 8, 'Obi Thorne': 6, 'Silas Vance': 4, 'Ivo Brandt': 2, 'Jon Okafor': 0, 'Tim Reyes': 0 };
const UTA = { 'Milo Castell': 10, 'Ned Ostrow': 5 };
const IDS = [...Object.keys(LAL), ...Object.keys(UTA), 'Guy Nobody'];

function logs(points: Points, { team = 'LAL', game = GAME, date = DATE } = {}): readonly string[] {
  const opponent = team === 'LAL' ? 'UTA' : 'LAL';
  return Object.entries(points).map(
    ([name, scored]) =>
      `2025-26,regular,${date},${game},${100 + IDS.indexOf(name)},${name},${team},${opponent},${team === 'LAL' ? 1 : 0},20,${scored}`,
  );
}

const logFile = (...rows: readonly (readonly string[])[]) => recordSource('player_game_logs.csv', LOGS, ...rows.flat());

/** An import into a warehouse with one final game, and with an earlier game of every player. */
async function aFinalGame() {
  const deps = importDeps(await emptied());
  const game = (id: string, date: string) => `2025-26,regular,${date},${id},LAL,UTA,20,15`;
  await importFiles(deps, {
    sources: [
      recordSource('schedule.csv', SCHEDULE, game(GAME, DATE), game('0022599000', '2026-02-01')),
      logFile(
        ...[
          { game: GAME, date: DATE },
          { game: '0022599000', date: '2026-02-01' },
        ].flatMap((when) => [logs(LAL, when), logs(UTA, { ...when, team: 'UTA' })]),
      ),
    ],
    origin: 'files',
  });
  const take = async (source: ReturnType<typeof recordSource>, replaces: ImportRequest['replaces'] = 'rows') => {
    const [report] = await importFiles(deps, { sources: [source], origin: 'files', replaces });
    if (report === undefined) throw new Error('there is no report');
    return report;
  };
  return { deps, take, points: (team = 'LAL') => pointsOf(deps, team) };
}

const Log = z.object({ player_name: z.string(), points: z.number() });

async function pointsOf({ warehouse }: ImportDeps, team: string): Promise<Points> {
  const sql = `SELECT player_name, points FROM nba_raw.player_game_logs WHERE game_id = '${GAME}' AND team = '${team}' ORDER BY points DESC, player_name`;
  return Object.fromEntries((await warehouse.query({ sql }, Log)).map((row) => [row.player_name, row.points]));
}

async function rowsOf({ warehouse }: ImportDeps, table: string): Promise<readonly Record<string, unknown>[]> {
  return await warehouse.query({ sql: `SELECT * FROM ${table} ORDER BY ALL` }, z.record(z.string(), z.unknown()));
}

describe('a row that the source took back', () => {
  test('is removed by the correction, when it belongs to a player without another game', async () => {
    const { take, points } = await aFinalGame();
    await take(logFile(logs({ 'Abel Kovac': 6, 'Guy Nobody': 2 })));
    expect(await points()).toEqual({ ...LAL, 'Abel Kovac': 6, 'Guy Nobody': 2 });
    const report = await take(logFile(logs({ 'Abel Kovac': 8 })));
    expect(await points()).toEqual(LAL);
    expect(report).toMatchObject({ decision: 'taken', rows: 1, removed: 1 });
    expect(report.notes).toMatchObject([
      {
        kind: 'corrected',
        column: 'player_name',
        value: 'Guy Nobody',
        reason: expect.stringContaining('more points than the team'),
      },
    ]);
  });

  test('is removed by the whole box score of the game, also when it belongs to a teammate who did not play', async () => {
    const { take, points } = await aFinalGame();
    await take(logFile(logs({ 'Abel Kovac': 6, 'Tim Reyes': 2 })));
    const { 'Tim Reyes': _, ...played } = LAL;
    const report = await take(logFile(logs(played)));
    expect(await points()).toEqual(played);
    expect(report).toMatchObject({ removed: 1 });
  });

  test('stays and is named with the way out, when other rows could explain the surplus', async () => {
    const { take, points } = await aFinalGame();
    await take(logFile(logs({ 'Abel Kovac': 6, 'Tim Reyes': 2 })));
    const report = await take(logFile(logs({ 'Abel Kovac': 8 })));
    expect(await points()).toEqual({ ...LAL, 'Tim Reyes': 2 });
    expect(report.notes).toMatchObject([
      {
        kind: 'unequal',
        value: `LAL ${GAME}`,
        reason: `The players of LAL have 22 points in ${GAME} on ${DATE}, and the team has 20. The row of Ivo Brandt or Tim Reyes would explain the difference. Import the corrected box score. If the source took a row back, import the whole box score of ${DATE} with \`--replace\`.`,
      },
    ]);
  });

  test('leaves the rows of players without points, whom a short box score may not have', async () => {
    const { take, points } = await aFinalGame();
    await take(logFile(logs({ 'Abel Kovac': 8, 'Obi Thorne': 6, 'Silas Vance': 4, 'Ivo Brandt': 2 })));
    expect(await points()).toEqual(LAL);
  });
});

describe('--replace makes a file the whole truth for its dates', () => {
  test('rows of the date that the file does not have are removed, and other dates stay', async () => {
    const { deps, take, points } = await aFinalGame();
    const { 'Ivo Brandt': _, ...five } = LAL;
    const report = await take(logFile(logs(five)), 'dates');
    expect(report).toMatchObject({ rows: 5, removed: 3 });
    expect(report.notes.filter(({ kind }) => kind === 'corrected').map(({ value }) => value)).toEqual(
      expect.arrayContaining(['Ivo Brandt', 'Milo Castell', 'Ned Ostrow']),
    );
    expect(await points()).toEqual(five);
    expect(await points('UTA')).toEqual({});
    expect(await rowsOf(deps, 'nba_raw.player_game_logs')).toHaveLength(5 + 8);
  });

  test('a file with fewer than five players of each team corrects its rows and removes no whole box score', async () => {
    const { take, points } = await aFinalGame();
    await take(logFile(logs({ 'Abel Kovac': 6, 'Guy Nobody': 2 })));
    const report = await take(logFile(logs({ 'Abel Kovac': 8 })), 'dates');
    expect(await points()).toEqual(LAL);
    expect(await points('UTA')).toEqual(UTA);
    expect(report).toMatchObject({ removed: 1 });
    expect(report.notes).toMatchObject([
      { kind: 'corrected', value: 'Guy Nobody' },
      { kind: 'kept', value: DATE, rows: 7, reason: expect.stringContaining('fewer than five players') },
    ]);
  });

  test.for([
    [
      'injuries.csv',
      INJURIES,
      '2026-02-05T20:00:00Z,2026-02-05,Abel Kovac,100,LAL,Out',
      '2026-02-05T20:00:00Z,2026-02-05,Obi Thorne,101,LAL,Out',
    ],
    [
      'prop_lines.csv',
      'game_date,player_name,player_id,bookmaker,line,is_main_line',
      '2026-02-05,Abel Kovac,100,dk,8.5,1',
      '2026-02-05,Obi Thorne,101,dk,8.5,1',
    ],
    [
      'team_box_scores.csv',
      BOXES,
      `2025-26,regular,${DATE},${GAME},LAL,UTA,1,20,15,99`,
      `2025-26,regular,${DATE},${GAME},UTA,LAL,0,15,20,99`,
    ],
    [
      'schedule.csv',
      SCHEDULE,
      `2025-26,regular,${DATE},0022599011,BOS,NYK,,`,
      `2025-26,regular,${DATE},0022599012,MIA,ORL,,`,
    ],
    ['shot_zones_by_game.csv', ...zones(shotZonesByGame)],
    ['shot_zones_by_season.csv', ...zones(shotZonesBySeason)],
  ] as const)('%s loses the row that it no longer has', async ([name, header, stays, goes]) => {
    const deps = importDeps(await emptied());
    const table = `nba_raw.${name.replace('.csv', '')}`;
    await importFiles(deps, { sources: [recordSource(name, header, stays, goes)], origin: 'files' });
    const before = await rowsOf(deps, table);
    expect(before).toHaveLength(2);
    const again = { sources: [recordSource(name, header, stays)], origin: 'files', replaces: 'dates' } as const;
    expect(await importFiles(deps, again)).toMatchObject([{ rows: 1, removed: 1 }]);
    const after = await rowsOf(deps, table);
    expect(after).toHaveLength(1);
    expect(before).toContainEqual(after[0]);
    expect(await importFiles(deps, again)).toMatchObject([{ rows: 1, removed: 0, notes: [] }]);
  });
});

test('a row without a player gives way to the row that reaches him after an alias', async () => {
  const deps = importDeps(await emptied());
  const sources = [
    recordSource('injuries.csv', INJURIES, '2026-02-05T20:00:00Z,2026-02-05,The Rocket,,LAL,Out'),
    recordSource('prop_lines.csv', 'game_date,player_name,bookmaker,line,is_main_line', `${DATE},The Rocket,dk,8.5,1`),
  ];
  await importFiles(deps, { sources: [logFile(logs(LAL)), ...sources], origin: 'files' });
  const alias = `INSERT INTO nba_raw.player_aliases (alias_kind, alias, player_lookup, created_at, created_by) VALUES ('spelling', 'The Rocket', 'abelkovac', TIMESTAMP '2026-02-05 12:00:00', 'Ann')`;
  await deps.warehouse.execute({ sql: alias }, 'alias');
  const reports = await importFiles(deps, { sources, origin: 'files' });
  expect(reports).toMatchObject([
    { removed: 1, notes: [{ kind: 'corrected', value: 'The Rocket' }] },
    { removed: 1, notes: [{ kind: 'corrected', value: 'The Rocket' }] },
  ]);
  for (const table of ['nba_raw.injuries', 'nba_raw.prop_lines']) {
    expect(await rowsOf(deps, table)).toMatchObject([{ player_lookup: 'abelkovac' }]);
  }
});

describe('an empty optional cell is not a fault', () => {
  test('the points of an opponent come from his own row, and are empty when there is none', async () => {
    const deps = importDeps(await emptied());
    const row = `2025-26,regular,${DATE},${GAME}`;
    const boxes = recordSource(
      'team_box_scores.csv',
      BOXES,
      `${row},LAL,UTA,1,20,,99`,
      `${row},UTA,LAL,0,15,,99`,
      `${row.replace(GAME, '0022599002')},BOS,NYK,1,30,,99`,
    );
    expect(await importFiles(deps, { sources: [boxes], origin: 'files' })).toMatchObject([{ rows: 3, faults: [] }]);
    const stored = (await rowsOf(deps, 'nba_raw.team_box_scores')).map(({ team, opp_points }) => [team, opp_points]);
    expect(stored).toEqual([
      ['LAL', 15],
      ['UTA', 20],
      ['BOS', null],
    ]);
  });

  test('a team that has not submitted its report has a row without a player, which is set aside', async () => {
    const deps = importDeps(await emptied());
    const report = recordSource(
      'injuries.csv',
      `${INJURIES},reason`,
      '2026-02-05T20:00:00Z,2026-02-05,,,LAL,,NOT YET SUBMITTED',
      '2026-02-05T20:00:00Z,2026-02-05,,,UTA,Not Yet Submitted,',
      '2026-02-05T20:00:00Z,2026-02-05,Abel Kovac,100,BOS,Out,x',
    );
    const [found] = await importFiles(deps, { sources: [report], origin: 'files' });
    expect(found).toMatchObject({ decision: 'taken', rows: 1, faults: [] });
    expect(found?.notes.map(({ kind, value }) => [kind, value])).toEqual([
      ['set_aside', 'LAL'],
      ['set_aside', 'UTA'],
    ]);
  });
});

describe('the points of a team and of its players', () => {
  test('are compared in every import, and a team-game that differs by more than 2 is left out of the features', async () => {
    const { deps, take } = await aFinalGame();
    const report = await take(logFile(logs({ 'Obi Thorne': 9 }), logs({ 'Ned Ostrow': 4 }, { team: 'UTA' })));
    expect(report.notes).toMatchObject([
      { kind: 'unequal', value: `LAL ${GAME}`, reason: expect.stringContaining("No feature uses this team's game.") },
      { kind: 'unequal', value: `UTA ${GAME}`, reason: expect.not.stringContaining('No feature uses') },
    ]);
    expect(await rowsOf(deps, 'nba_raw.left_out_team_games')).toEqual([
      { game_date: DATE, game_id: GAME, team: 'LAL', player_points: 23, team_points: 20 },
    ]);
    await take(logFile(logs({ 'Obi Thorne': 6 })));
    expect(await rowsOf(deps, 'nba_raw.left_out_team_games')).toEqual([]);
  });
});

describe('a newer injury report', () => {
  type Listed = readonly [hour: number, names: readonly string[], scope?: string];
  const file = (...reports: readonly Listed[]) =>
    recordSource(
      'injuries.csv',
      `${INJURIES},report_scope`,
      ...reports.flatMap(([hour, names, scope = '']) =>
        names.map((name) => `2026-02-05T${hour}:00:00Z,${DATE},${name},${100 + IDS.indexOf(name)},LAL,Out,${scope}`),
      ),
    );
  const FIRST: Listed = [17, ['Abel Kovac', 'Obi Thorne']];
  /** The notes of the last of several imports that follow the first report. */
  const notesOf = async (...later: readonly ReturnType<typeof file>[]) => {
    const { deps } = await aFinalGame();
    let notes: readonly { readonly kind: string; readonly value: string }[] = [];
    for (const source of [file(FIRST), ...later]) {
      const [imported] = await importFiles(deps, { sources: [source], origin: 'files' });
      notes = imported?.notes ?? [];
    }
    return notes.map(({ kind, value }) => [kind, value]);
  };

  test('names the players who are no longer out because it does not list them', async () => {
    expect(await notesOf(file([20, ['Abel Kovac']]))).toEqual([['replaced', 'Obi Thorne']]);
  });

  test('names them in a file that still has the older report, and only at the first import', async () => {
    const grown = file(FIRST, [20, ['Abel Kovac']]);
    expect(await notesOf(grown)).toEqual([['replaced', 'Obi Thorne']]);
    expect(await notesOf(grown, grown)).toEqual([]);
  });

  test('replaces nothing if it is partial, or older', async () => {
    expect(await notesOf(file([20, ['Abel Kovac'], 'partial']))).toEqual([]);
    expect(await notesOf(file([15, ['Abel Kovac']]))).toEqual([]);
  });
});
