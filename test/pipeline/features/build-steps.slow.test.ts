import { expect, test } from 'vitest';
import * as z from 'zod';
import { type BuildDeps, buildFeatures } from '#src/pipeline/features/build-features.ts';
import { Instant } from '#src/platform/instant.ts';
import { line } from './rows.ts';
import { featureRows, leaguesOfFile, loadLeague } from './small-league.ts';
import { LEAGUE, LOGS, TONIGHT } from './twelve-games.ts';

const openLeague = leaguesOfFile();
const RANGE = { from: TONIGHT, to: TONIGHT };
const BUILDS =
  'SELECT COUNT(DISTINCT build_id) AS builds FROM (SELECT build_id FROM nba_precompute.build_rosters UNION ALL SELECT build_id FROM nba_precompute.build_forecasts) AS kept';

/** The same deps, but the statement of this name never runs. */
function stoppingBefore(sql: string, deps: BuildDeps): BuildDeps {
  const execute: BuildDeps['warehouse']['execute'] = async (statement, jobId) => {
    if (statement.sql === sql) throw new Error('stopped');
    await deps.warehouse.execute(statement, jobId);
  };
  return { ...deps, warehouse: { ...deps.warehouse, execute } };
}

async function keptBuilds({ warehouse }: BuildDeps): Promise<number | undefined> {
  const [found] = await warehouse.query({ sql: BUILDS }, z.object({ builds: z.number() }));
  return found?.builds;
}

test.each(['features/sql/forecast', 'features/sql/build'])(
  'a build that stops before %s leaves the rows unchanged, and the next build is complete',
  async (sql) => {
    const deps = await openLeague(LEAGUE);
    await buildFeatures(deps, RANGE);
    const before = await featureRows(deps.warehouse);
    await loadLeague(deps, { player_game_logs: LOGS.slice(0, -1) });
    await expect(buildFeatures(stoppingBefore(sql, deps), RANGE)).rejects.toThrowError('stopped');
    expect(await featureRows(deps.warehouse)).toEqual(before);
    await buildFeatures(deps, RANGE);
    expect(await featureRows(deps.warehouse)).toMatchObject([{ minutes_last_game: 30, days_since_last_game: 2 }]);
  },
);

test('two concurrent builds leave the complete rows of one of them', async () => {
  const deps = await openLeague(LEAGUE);
  const moments = ['2026-01-25T20:00:00.000000Z', '2026-01-25T21:00:00.000000Z'].map((text) => Instant.parse(text));
  await Promise.all(moments.map((asOf) => buildFeatures(deps, { ...RANGE, asOf })));
  const [row, ...others] = await featureRows(deps.warehouse);
  expect(others).toEqual([]);
  expect(row).toMatchObject({ as_of: expect.stringMatching(/T2[01]:00/), minutes_last_game: 30 });
});

test('a build’s leftover rows are deleted by the first build an hour later', async () => {
  const deps = await openLeague(LEAGUE);
  const at = (time: string): BuildDeps => ({ ...deps, now: () => new Date(`2026-01-25T${time}Z`) });
  await buildFeatures(at('10:00:00'), RANGE);
  await buildFeatures(at('11:00:00'), RANGE);
  expect(await keptBuilds(deps)).toBe(2);
  await buildFeatures(at('11:00:01'), RANGE);
  expect(await keptBuilds(deps)).toBe(2);
});

test('two years are built in parts that include every date', async () => {
  const days = ['2024-01-25', '2024-12-31', '2025-01-01', '2025-01-24', '2025-01-25', '2025-01-26', '2026-01-25'];
  const games = days.map((day) => ({ ...LEAGUE['schedule']?.[0], game_date: day, game_id: day, tipoff_utc: null }));
  const logs = days.map((day) => ({ ...LOGS[0], game_date: day, game_id: day }));
  const lines = days.map((day) => line(day, 9.5, { game_id: day }));
  const deps = await openLeague({ schedule: games, player_game_logs: logs, prop_lines: lines });
  expect(await buildFeatures(deps, { from: '2024-01-25', to: '2026-01-25' })).toMatchObject({ dates: 6, total: 6 });
  expect((await featureRows(deps.warehouse)).map((row) => row['game_date'])).toEqual(days.slice(1));
});
