import { describe, expect, test } from 'vitest';
import { emptyIdentities } from '#src/pipeline/identity/identities.ts';
import { faultList } from '#src/pipeline/import/fault-list.ts';
import { kindOfFile } from '#src/pipeline/import/import-kind.ts';
import { fileReadState, readRows } from '#src/pipeline/import/read-rows.ts';
import { TEAM_NAMES } from '#src/pipeline/sample/names.ts';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';
import { NBA_SIZE, type SampleOptions } from '#src/pipeline/sample/sample-options.ts';

const TODAY = '2026-02-05';
const NBA_TEAMS =
  'ATL BOS BKN CHA CHI CLE DAL DEN DET GSW HOU IND LAC LAL MEM MIA MIL MIN NOP NYK OKC ORL PHI PHX POR SAC SAS TOR UTA WAS'.split(
    ' ',
  );
const SMALL: SampleOptions = { seed: 'a', today: TODAY, teams: 8, playersPerTeam: 12, gamesPerTeam: 20 };

type Row = Readonly<Record<string, string | number | boolean | null>>;

/** The rows of one file of the sample, as the import reads them. */
async function rowsOf(options: SampleOptions, name: string): Promise<readonly Row[]> {
  const source = sampleLeague(options).find((file) => file.name === `${name}.csv`);
  const kind = kindOfFile(`${name}.csv`);
  if (source === undefined || kind === undefined) throw new Error(`the sample has no ${name}`);
  const readState = fileReadState(emptyIdentities('as-written'), faultList(), {
    badRows: 'refuse-file',
    lastYear: 2028,
  });
  const texts = await Array.fromAsync(readRows(source, kind, readState));
  return texts.flatMap((text) => text.trimEnd().split('\n')).map((row): Row => JSON.parse(row));
}

const sum = (rows: readonly Row[], column: string) => rows.reduce((total, row) => total + Number(row[column]), 0);
const mean = (rows: readonly Row[], column: string) => sum(rows, column) / rows.length;

describe('a sample league of the size of the NBA', () => {
  const nba: SampleOptions = { seed: 'tipoff', today: TODAY, ...NBA_SIZE };

  test('has 450 players with 450 different names, in teams that do not exist', async () => {
    const season = await rowsOf(nba, 'shot_zones_by_season');
    expect(new Set(season.map(({ player_lookup }) => player_lookup)).size).toBe(450);
    expect(season.filter(({ team }) => NBA_TEAMS.includes(String(team)))).toStrictEqual([]);
    expect(new Set(TEAM_NAMES.map(([abbreviation]) => abbreviation)).size).toBe(30);
  });

  test('has about 82 games a team, and six to ten games tonight', async () => {
    const games = await rowsOf(nba, 'schedule');
    const byTeam = Map.groupBy(
      games.flatMap(({ home_team, away_team }) => [home_team, away_team]),
      (team) => team,
    );
    expect(byTeam.size).toBe(30);
    for (const played of byTeam.values()) {
      expect(played.length).toBeGreaterThanOrEqual(76);
      expect(played.length).toBeLessThanOrEqual(90);
    }
    const tonight = games.filter(({ game_date }) => game_date === TODAY).length;
    expect(tonight).toBeGreaterThanOrEqual(6);
    expect(tonight).toBeLessThanOrEqual(10);
  });

  test('has scores like the NBA', async () => {
    const logs = await rowsOf(nba, 'player_game_logs');
    const teams = await rowsOf(nba, 'team_box_scores');
    expect(mean(teams, 'points')).toBeGreaterThan(105);
    expect(mean(teams, 'points')).toBeLessThan(120);
    const means = [...Map.groupBy(logs, ({ player_id }) => player_id).values()].map((own) => mean(own, 'points'));
    expect(Math.max(...means)).toBeGreaterThan(25);
    expect(Math.max(...means)).toBeLessThan(36);
    expect(means.filter((points) => points > 20).length).toBeGreaterThan(20);
  });

  test('has lines that are right on average', async () => {
    const lines = await rowsOf(nba, 'prop_lines');
    const logs = await rowsOf(nba, 'player_game_logs');
    const points = new Map(logs.map((row) => [`${row['game_id']} ${row['player_id']}`, Number(row['points'])]));
    const misses = lines.flatMap((row) => {
      const scored = points.get(`${row['game_id']} ${row['player_id']}`);
      return scored === undefined ? [] : [scored - Number(row['line'])];
    });
    const bias = misses.reduce((total, miss) => total + miss, 0) / misses.length;
    expect(Math.abs(bias)).toBeLessThan(0.75);
    expect(lines.every(({ line }) => Number(line) % 1 === 0.5)).toBe(true);
    expect(lines.some(({ game_date }) => game_date === TODAY)).toBe(true);
  });

  test('has about one player in twelve out tonight, by the newest report', async () => {
    const tonight = (await rowsOf(nba, 'injuries')).filter(({ game_date }) => game_date === TODAY);
    const newest = tonight.filter(({ report_at }) => report_at === `${TODAY}T04:00:00Z`);
    const games = (await rowsOf(nba, 'schedule')).filter(({ game_date }) => game_date === TODAY).length;
    const share = newest.filter(({ status }) => status === 'out').length / (games * 2 * 15);
    expect(share).toBeGreaterThan(0.03);
    expect(share).toBeLessThan(0.14);
    expect(tonight.length).toBeGreaterThan(newest.length);
  });
});

describe('the box scores of every game add up', () => {
  test('a player’s points match his shots', async () => {
    for (const row of await rowsOf(SMALL, 'player_game_logs')) {
      expect(2 * (Number(row['fgm']) - Number(row['fg3m'])) + 3 * Number(row['fg3m']) + Number(row['ftm'])).toBe(
        row['points'],
      );
      expect(Number(row['fgm'])).toBeLessThanOrEqual(Number(row['fga']));
      expect(Number(row['ftm'])).toBeLessThanOrEqual(Number(row['fta']));
    }
  });

  test('a team’s points match those of its players and the schedule, and no game is a tie', async () => {
    const logs = Map.groupBy(await rowsOf(SMALL, 'player_game_logs'), (row) => `${row['game_id']} ${row['team']}`);
    const games = new Map((await rowsOf(SMALL, 'schedule')).map((row) => [row['game_id'], row]));
    for (const row of await rowsOf(SMALL, 'team_box_scores')) {
      expect(sum(logs.get(`${row['game_id']} ${row['team']}`) ?? [], 'points')).toBe(row['points']);
      expect(games.get(row['game_id'] ?? '')?.[row['is_home'] === true ? 'home_score' : 'away_score']).toBe(
        row['points'],
      );
      expect(row['points']).not.toBe(row['opp_points']);
    }
  });

  test('the shots by zone match the shots of the game', async () => {
    const logs = new Map(
      (await rowsOf(SMALL, 'player_game_logs')).map((row) => [`${row['game_id']} ${row['player_id']}`, row]),
    );
    for (const row of await rowsOf(SMALL, 'shot_zones_by_game')) {
      const log = logs.get(`${row['game_id']} ${row['player_id']}`);
      expect(row['fga']).toBe(log?.['fga']);
      expect(Number(row['corner3_fgm']) + Number(row['above_break3_fgm'])).toBe(log?.['fg3m']);
    }
  });

  test('no player plays while the newest report says that he is out', async () => {
    const logs = new Set(
      (await rowsOf(SMALL, 'player_game_logs')).map((row) => `${row['game_date']} ${row['player_id']}`),
    );
    const reports = await rowsOf(SMALL, 'injuries');
    const out = reports.filter((row) => row['status'] === 'out' && String(row['report_at']).endsWith('T04:00:00Z'));
    expect(out.length).toBeGreaterThan(10);
    for (const row of out) expect(logs.has(`${row['game_date']} ${row['player_id']}`)).toBe(false);
  });

  test('games that are not played yet have no box scores', async () => {
    for (const row of await rowsOf(SMALL, 'schedule')) {
      expect(row['home_score'] === null).toBe(String(row['game_date']) >= TODAY);
    }
  });
});

describe('the same seed', () => {
  test.for(['player_game_logs', 'schedule', 'injuries', 'prop_lines', 'shot_zones_by_season'])(
    'and date give the same %s',
    async (name) => {
      expect(await rowsOf(SMALL, name)).toStrictEqual(await rowsOf({ ...SMALL }, name));
    },
  );

  test('and another date give another league', async () => {
    expect(await rowsOf(SMALL, 'schedule')).not.toStrictEqual(await rowsOf({ ...SMALL, seed: 'b' }, 'schedule'));
  });
});

describe('the next day', () => {
  const tomorrow = { ...SMALL, today: '2026-02-06' };

  test('keeps every earlier game, and adds those of the night', async () => {
    const before = await rowsOf(SMALL, 'player_game_logs');
    const after = await rowsOf(tomorrow, 'player_game_logs');
    const [oldest] = after;
    expect(after.filter(({ game_date }) => game_date !== TODAY)).toStrictEqual(
      before.filter(({ game_date }) => String(game_date) >= String(oldest?.['game_date'])),
    );
    expect(after.some(({ game_date }) => game_date === TODAY)).toBe(true);
  });

  test('keeps the lines and reports of the night', async () => {
    for (const name of ['prop_lines', 'injuries']) {
      const ofTonight = ({ game_date }: Row) => game_date === TODAY;
      expect((await rowsOf(tomorrow, name)).filter(ofTonight)).toStrictEqual(
        (await rowsOf(SMALL, name)).filter(ofTonight),
      );
    }
  });
});

test('a date can have as many players as there are teams for', async () => {
  const wide = { ...SMALL, teams: 200, playersPerTeam: 10, gamesPerTeam: 4, gamesTonight: 100 };
  const games = await rowsOf(wide, 'schedule');
  expect(games.filter(({ game_date }) => game_date === TODAY)).toHaveLength(100);
});

test.for(['2026-07-15', '2028-02-29', '2026-03-08', '2026-01-01'])('there are games on %s', async (today) => {
  const games = await rowsOf({ ...SMALL, today }, 'schedule');
  expect(games.filter(({ game_date }) => game_date === today).length).toBeGreaterThan(0);
});
