import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BuildDeps, buildFeatures } from '#src/pipeline/features/build-features.ts';
import { boxScores, game, line, log, report, seasonTotals } from './rows.ts';
import { featureRows, type League, leaguesOfFile, loadLeague, type Row } from './small-league.ts';

const openLeague = leaguesOfFile();
const RUNS = 8;
const FIRST_DAY = Date.parse('2025-12-01T00:00:00Z');
const DAY_MS = 86_400_000;
const DAYS = Array.from({ length: 24 }, (_, index) =>
  new Date(FIRST_DAY + 2 * index * DAY_MS).toISOString().slice(0, 10),
);
const PLAYERS = ['ann', 'bea', 'cat'];

function zones(day: string, player: string, made: number): Row {
  const zone = { ra_fga: 6, ra_fgm: made, paint_nonra_fga: 2, paint_nonra_fgm: 1, mid_fga: 4, mid_fgm: 2 };
  const far = { corner3_fga: 1, corner3_fgm: 0, above_break3_fga: 3, above_break3_fgm: 1, fga: 16, fgm: 4 + made };
  const who = { player_id: player, player_name: player, player_lookup: player, team: 'BOS' };
  return { season: '2025-26', game_date: day, game_id: `${day}-BOS`, ...who, ...zone, ...far };
}

const LEAGUE = {
  schedule: DAYS.map((day) => game(day, 'NYK', { tipoff_utc: `${day}T23:30:00Z` })),
  player_game_logs: DAYS.flatMap((day, at) =>
    PLAYERS.map((player, who) =>
      log(day, 8 + ((at * 7 + who * 5) % 20), { player_lookup: player, player_id: player, player_name: player }),
    ),
  ),
  team_box_scores: DAYS.flatMap((day, at) => boxScores(day, 'NYK', { possessions_est: 95 + (at % 9) })),
  shot_zones_by_game: DAYS.flatMap((day, at) => PLAYERS.map((player, who) => zones(day, player, (at + who) % 6))),
  prop_lines: DAYS.map((day) => line(day, 14.5, { captured_at: `${day}T17:00:00Z` })),
  injuries: DAYS.map((day) => report(`${day}T18:00:00Z`, 'probable', { game_date: day })),
} satisfies League;

const isFrom = (row: Row, day: string) => String(row['game_date']) >= day;

/** The same league with different data from tip-off of `day` on. */
function otherwise(day: string, change: number): League {
  const changed = <T extends Row>(rows: readonly T[], fields: (row: T) => Row) =>
    rows.map((row) => (isFrom(row, day) ? { ...row, ...fields(row) } : row));
  return {
    player_game_logs: changed(LEAGUE.player_game_logs, () => ({
      points: change,
      minutes: change,
      fga: change,
      ftm: 0,
      team: 'LAL',
    })),
    team_box_scores: changed(LEAGUE.team_box_scores, () => ({
      possessions_est: 50 + change,
      points: change,
      team_won: false,
    })),
    shot_zones_by_game: changed(LEAGUE.shot_zones_by_game, () => ({ ra_fga: 60, ra_fgm: change })),
    shot_zones_by_season: [seasonTotals(zones(day, 'ann', 1), '2025-26')],
    prop_lines: [...LEAGUE.prop_lines, line(day, change, { captured_at: `${day}T22:31:00Z` })],
    injuries: [...LEAGUE.injuries, report(`${day}T22:31:00Z`, 'out', { game_date: day })],
  };
}

async function allRows(deps: BuildDeps): Promise<readonly Row[]> {
  await buildFeatures(deps, { from: DAYS[0] ?? '', to: DAYS.at(-1) ?? '' });
  return (await featureRows(deps.warehouse)).map(({ created_at: _, ...row }) => row);
}

test('data from tip-off of a date or later changes no row of that date or an earlier one', async () => {
  const deps = await openLeague(LEAGUE);
  const unchanged = await allRows(deps);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...DAYS.slice(1)), fc.integer({ min: 1, max: 48 }), async (day, change) => {
      const until = (rows: readonly Row[]) => rows.filter((row) => String(row['game_date']) <= day);
      await loadLeague(deps, otherwise(day, change));
      expect(until(await allRows(deps))).toEqual(until(unchanged));
      expect(unchanged.some((row) => row['game_date'] === day)).toBe(true);
    }),
    { numRuns: RUNS, seed: 20_260_205 },
  );
});

test.each([
  ['one season', LEAGUE],
  ['games of three seasons', overThreeSeasons()],
] satisfies readonly (readonly [string, League])[])(
  'after %s the row of a date is the same whether it is built alone or with other dates',
  async (_, league) => {
    const deps = await openLeague(league);
    const day = DAYS[20] ?? '';
    await buildFeatures(deps, { from: '2023-12-01', to: DAYS.at(-1) ?? day });
    const whole = await rowsOf(deps, day);
    await buildFeatures(deps, { from: day, to: day });
    expect(await rowsOf(deps, day)).toEqual(whole);
    expect(whole).toHaveLength(PLAYERS.length);
  },
);

/** The same games, the first sixteen two years earlier and the next two one year earlier, so that windows span seasons. */
function overThreeSeasons(): League {
  const earlier = new Map(DAYS.slice(0, 18).map((day, at) => [day, at < 16 ? 2 : 1]));
  const moved = (row: Row): Row => {
    const day = String(row['game_date']);
    const years = earlier.get(day) ?? 0;
    const game_date = `${Number(day.slice(0, 4)) - years}${day.slice(4)}`;
    const season = ['2025-26', '2024-25', '2023-24'][years] ?? '';
    return { ...row, ...(row['season'] === undefined ? {} : { season }), game_date, game_id: `${game_date}-BOS` };
  };
  const { prop_lines, injuries, ...games } = LEAGUE;
  const rows = Object.fromEntries(Object.entries(games).map(([table, rowsOfIt]) => [table, rowsOfIt.map(moved)]));
  return {
    ...rows,
    schedule: LEAGUE.schedule.map((row) => ({ ...moved(row), tipoff_utc: null })),
    prop_lines,
    injuries,
  };
}

async function rowsOf(deps: BuildDeps, day: string): Promise<readonly Row[]> {
  const rows = await featureRows(deps.warehouse);
  return rows.filter((row) => row['game_date'] === day).map(({ created_at: _, ...row }) => row);
}
