import { expect, test } from 'vitest';
import { buildFeatures } from '#src/pipeline/features/build-features.ts';
import { boxScores, game, log, seasonTotals } from './rows.ts';
import { featureRows, type League, leaguesOfFile, type Row } from './small-league.ts';

const openLeague = leaguesOfFile();
const TONIGHT = '2026-01-25';
const DAYS = ['2026-01-18', '2026-01-20', '2026-01-23'];

/** Ten shots: six near the rim, of which `made` went in, two from mid-range and two threes. */
function shots(day: string, made: number, changes: Row = {}): Row {
  const near = { ra_fga: 4, ra_fgm: made, paint_nonra_fga: 2, paint_nonra_fgm: 0, mid_fga: 2, mid_fgm: 1 };
  const far = { corner3_fga: 1, corner3_fgm: 0, above_break3_fga: 1, above_break3_fgm: 1, fga: 10, fgm: made + 2 };
  const who = { player_id: 'ann', player_name: 'Ann', player_lookup: 'ann', team: 'BOS' };
  return { season: '2025-26', game_date: day, game_id: `${day}-BOS`, ...who, ...near, ...far, ...changes };
}

/** The previous season's totals; most shots near the rim. */
const LAST_SEASON = seasonTotals(
  shots(TONIGHT, 3, { ra_fga: 90, paint_nonra_fga: 0, mid_fga: 5, corner3_fga: 5, above_break3_fga: 0 }),
  '2024-25',
);

const LEAGUE: League = {
  schedule: [...DAYS, TONIGHT].map((day) => game(day)),
  player_game_logs: DAYS.map((day) => log(day, 20)),
  team_box_scores: DAYS.flatMap((day) => boxScores(day)),
};

async function tonight(changes: League): Promise<Row | undefined> {
  const deps = await openLeague({ ...LEAGUE, ...changes });
  await buildFeatures(deps, { from: TONIGHT, to: TONIGHT });
  return (await featureRows(deps.warehouse)).find((row) => row['player_lookup'] === 'ann');
}

test('the zone shares use his last ten games with known zones', async () => {
  const row = await tonight({
    shot_zones_by_game: DAYS.map((day) => shots(day, 3)),
    shot_zones_by_season: [LAST_SEASON],
  });
  expect(row).toMatchObject({ pct_paint: 0.6, pct_mid_range: 0.2, pct_three: 0.2 });
});

test('without such games they use the previous season', async () => {
  const row = await tonight({ shot_zones_by_season: [LAST_SEASON] });
  expect(row).toMatchObject({ pct_paint: 0.9, pct_mid_range: 0.05, pct_three: 0.05, shot_zone_mismatch_score: null });
});

test('the totals of the current season are not read, because they include later games', async () => {
  const row = await tonight({ shot_zones_by_season: [{ ...LAST_SEASON, season: '2025-26' }] });
  expect(row).toMatchObject({ pct_paint: null, pct_mid_range: null, pct_three: null });
});

test('the mismatch is the opponent’s shooting percentage allowed in his main zone minus the league’s, in points', async () => {
  // NYK allows 9 of 18 near the rim to BOS, PHI 3 of 18, so the league allows 12 of 36. 50 % − 33.3 % = 16.7 points. Above 5 it is multiplied by 1.2,
  // and capped at 10.
  const others = DAYS.map((day) =>
    shots(day, 1, { player_id: 'zoe', player_lookup: 'zoe', game_id: `${day}-LAL`, team: 'LAL' }),
  );
  const otherLogs = DAYS.map((day) =>
    log(day, 9, { player_lookup: 'zoe', player_id: 'zoe', game_id: `${day}-LAL`, team: 'LAL', opponent: 'PHI' }),
  );
  const logs = [...DAYS.map((day) => log(day, 20)), ...otherLogs];
  const far = await tonight({
    player_game_logs: logs,
    shot_zones_by_game: [...DAYS.map((day) => shots(day, 3)), ...others],
  });
  expect(far).toMatchObject({ shot_zone_mismatch_score: 10 });
  // 4 of 18 against 3.5 of 18 in the league: 22.2 % − 19.4 % = 2.8 points. Below 5 it is not scaled, and a share of 60 % counts fully.
  const mixed = DAYS.map((day, index) => shots(day, index === 0 ? 2 : 1));
  const near = await tonight({ player_game_logs: logs, shot_zones_by_game: [...mixed, ...others] });
  expect(near?.['shot_zone_mismatch_score']).toBeCloseTo(100 * (4 / 18 - 7 / 36), 6);
});
