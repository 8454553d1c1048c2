import { describe, expect, test } from 'vitest';
import { buildFeatures } from '#src/pipeline/features/build-features.ts';
import { featuresOf } from '#src/pipeline/features/feature-names.ts';
import { checkQuality } from '#src/pipeline/player/quality-gate.ts';
import { CATEGORY_FLOORS, OPTIONAL_FEATURES } from '#src/pipeline/player/quality-modes.ts';
import { boxScores, game, line, log, report } from './rows.ts';
import { featureRows, type League, leaguesOfFile, type Row } from './small-league.ts';

const OPENING_NIGHT = '2025-10-21';
const LAST_SEASON = { season: '2024-25' };
const DAYS = Array.from({ length: 12 }, (_, index) => `2025-04-${String(index + 1).padStart(2, '0')}`);
/** Ann scores 19 and 21 points in turn, so 20 on average. */
const LOGS = DAYS.map((day, index) => log(day, index % 2 === 0 ? 19 : 21, LAST_SEASON));

/** BOS, with Ann, played NYK twelve times last April. Tonight both open the new season. */
const LEAGUE: League = {
  schedule: [
    ...DAYS.map((day) => game(day, 'NYK', LAST_SEASON)),
    game(OPENING_NIGHT, 'NYK', { tipoff_utc: `${OPENING_NIGHT}T23:30:00Z` }),
  ],
  player_game_logs: LOGS,
  team_box_scores: DAYS.flatMap((day) => boxScores(day, 'NYK', LAST_SEASON)),
  prop_lines: [line(OPENING_NIGHT, 18.5)],
};

const openLeague = leaguesOfFile();

async function openingNight(changes: League = {}): Promise<Row | undefined> {
  const deps = await openLeague({ ...LEAGUE, ...changes });
  await buildFeatures(deps, { from: OPENING_NIGHT, to: OPENING_NIGHT });
  return (await featureRows(deps.warehouse)).find((row) => row['player_lookup'] === 'ann');
}

function gate(row: Row | undefined) {
  const names = featuresOf('v2_37features').filter((name) => row?.[name] !== null);
  return checkQuality(
    {
      feature_version: String(row?.['feature_version']),
      features: Object.fromEntries(names.map((name) => [name, Number(row?.[name])])),
      quality_score: Number(row?.['feature_quality_score']),
      quality_by_category: Object.fromEntries(
        Object.keys(CATEGORY_FLOORS).map((name) => [name, Number(row?.[`quality_${name}`])]),
      ),
    },
    'LAST_CALL',
  );
}

describe('on opening night', () => {
  test('a player has last season’s values, shrunk to what his minutes usually give', async () => {
    const row = await openingNight();
    // 12 games of 20 points, and ten of 0.45 × 30 = 13.5 points.
    expect(row?.['points_avg_season']).toBeCloseTo((12 * 20 + 10 * 13.5) / 22, 6);
    expect(row).toMatchObject({ points_avg_last_10: 20, minutes_avg_last_10: 30 });
    // NYK lost twelve of twelve, so BOS won twelve: with ten wins in twenty imagined games.
    expect(row?.['team_win_pct']).toBeCloseTo(22 / 32, 6);
  });

  test('the row names the features of last season and the assumed ones', async () => {
    const row = await openingNight();
    expect(row?.['last_season_features']).toBe(
      'points_avg_last_5,points_avg_last_10,points_avg_season,points_std_last_10,team_win_pct,minutes_avg_last_10,ppm_avg_last_10,pts_slope_10g,pts_vs_season_zscore,breakout_flag',
    );
    expect(row?.['default_features']).toBe('rest_advantage,injury_risk,minutes_change,dnp_rate');
  });

  test('the values count as present, so that the player passes the quality gate', async () => {
    const row = await openingNight();
    const missing = String(row?.['missing_features']).split(',');
    expect(featuresOf('v2_37features').filter((name) => missing.includes(name))).toEqual(
      OPTIONAL_FEATURES.filter((name) => !name.startsWith('vegas') && name !== 'usage_spike_score'),
    );
    expect(gate(row)).toEqual({ verdict: 'predict' });
  });

  test('games of the night itself change nothing', async () => {
    const row = await openingNight();
    const played = await openingNight({
      player_game_logs: [...LOGS, log(OPENING_NIGHT, 60)],
      team_box_scores: [...(LEAGUE['team_box_scores'] ?? []), ...boxScores(OPENING_NIGHT)],
    });
    expect({ ...played, created_at: null }).toEqual({ ...row, created_at: null });
  });

  test('a rookie without any game has the usual values of his role, which is his line', async () => {
    const players = [{ player_id: 'ann', player_name: 'Ann', player_lookup: 'ann' }];
    const row = await openingNight({ player_game_logs: [], players });
    expect(row).toMatchObject({ team: 'BOS/NYK', points_avg_last_5: 18.5, points_avg_season: 18.5, recent_trend: 0 });
    expect(row?.['minutes_avg_last_10']).toBeCloseTo(18.7 + 0.67 * 18.5, 6);
    expect(row?.['points_std_last_10']).toBeCloseTo(3.9 + 0.155 * 18.5, 6);
    expect(gate(row)).toEqual({ verdict: 'predict' });
  });

  test('a player who played for another team last season has the mean of both teams until a report names his team', async () => {
    const elsewhere = LOGS.map((played) => ({ ...played, team: 'LAL' }));
    const row = await openingNight({ player_game_logs: elsewhere });
    expect(row).toMatchObject({ team: 'BOS/NYK', opponent: 'NYK/BOS', team_win_pct: 0.5, team_off_rating: 107.5 });
    expect(row?.['assumed_features']).toBe(
      'pace_score,rest_advantage,opponent_def_rating,opponent_pace,home_away,team_pace,team_off_rating,team_win_pct,dnp_rate',
    );
    expect(gate(row)).toEqual({ verdict: 'predict' });
    const injuries = [report(`${OPENING_NIGHT}T15:00:00Z`, 'available', { game_date: OPENING_NIGHT })];
    const reported = await openingNight({ player_game_logs: elsewhere, injuries });
    expect(reported).toMatchObject({ team: 'BOS', assumed_features: '' });
  });
});

test('a player with three games has the usual values of his role where his own games are too few', async () => {
  const row = await openingNight({ player_game_logs: LOGS.slice(-3) });
  expect(row?.['points_avg_last_5']).toBeCloseTo(61 / 3, 5);
  expect(row).toMatchObject({ recent_trend: 0, pts_slope_10g: 0 });
  expect(row?.['pct_free_throw']).toBeCloseTo(0.086 + 0.0042 * Number(row?.['points_avg_season']), 5);
  expect(row?.['assumed_features']).toBe('recent_trend,pct_free_throw,pts_slope_10g,pts_vs_season_zscore');
  expect(row?.['last_season_features']).toBe(
    'points_avg_last_5,points_avg_last_10,points_avg_season,points_std_last_10,team_win_pct,minutes_avg_last_10,ppm_avg_last_10,breakout_flag',
  );
});

test('a player who returns after more than 30 days has his earlier minutes', async () => {
  const night = '2025-12-15';
  const before = ['2025-10-22', '2025-10-24', '2025-10-26', '2025-10-28', '2025-10-30', '2025-11-01'];
  const deps = await openLeague({
    schedule: [...before, night].map((day) => game(day)),
    player_game_logs: before.map((day) => log(day, 20, { minutes: 24 })),
    team_box_scores: before.flatMap((day) => boxScores(day)),
    prop_lines: [line(night, 15.5)],
  });
  await buildFeatures(deps, { from: night, to: night });
  const [row] = await featureRows(deps.warehouse);
  expect(row).toMatchObject({ minutes_avg_last_10: 24, minutes_change: 0, last_season_features: '' });
  expect(row?.['assumed_features']).toBe('minutes_change,minutes_avg_last_10,ppm_avg_last_10');
});

test('a source without free throws uses the last known share, as a named default of lower quality', async () => {
  const lost = LOGS.map((played, index) => (index < 6 ? played : { ...played, ftm: null }));
  const row = await openingNight({ player_game_logs: lost });
  // The last ten games with five known ones: 20 free throws in 101 points.
  expect(row?.['pct_free_throw']).toBeCloseTo(20 / 101, 6);
  expect(String(row?.['default_features']).split(',')).toContain('pct_free_throw');
  expect(gate(row)).toEqual({ verdict: 'predict' });
});

test('a source that gave no shots for weeks empties no slate: rows use the last known values and name them', async () => {
  const days = Array.from({ length: 40 }, (_, index) =>
    new Date(Date.parse('2026-01-01') + index * 2 * 86_400_000).toISOString().slice(0, 10),
  );
  const night = '2026-03-22';
  const [from] = days.slice(18);
  const blanks = { fga: null, fgm: null, fg3a: null, fg3m: null, fta: null, ftm: null, turnovers: null };
  const isBlank = (one: Row) => String(one['game_date']) >= String(from);
  const logs = days.map((day, index) => log(day, 18 + (index % 5)));
  const scores = days.flatMap((day) => boxScores(day));
  const league = { schedule: [...days, night].map((day) => game(day)), prop_lines: [line(night, 19.5)] };
  const rowOf = async (changes: League) => {
    const deps = await openLeague({ ...league, ...changes });
    await buildFeatures(deps, { from: night, to: night });
    return (await featureRows(deps.warehouse))[0];
  };
  const whole = await rowOf({ player_game_logs: logs, team_box_scores: scores });
  const row = await rowOf({
    player_game_logs: logs.map((one) => (isBlank(one) ? { ...one, ...blanks } : one)),
    team_box_scores: scores.map((one) => (isBlank(one) ? { ...one, ...blanks, possessions_est: null } : one)),
  });
  expect(row).toMatchObject({ team_pace: 100, team_off_rating: 110, opponent_def_rating: 110, opponent_pace: 100 });
  expect(row?.['pct_free_throw']).toBeCloseTo(0.2, 2);
  expect(String(row?.['default_features']).split(',')).toEqual(
    expect.arrayContaining(['pace_score', 'opponent_def_rating', 'opponent_pace', 'pct_free_throw', 'team_pace']),
  );
  expect(row).toMatchObject({ last_season_features: '', assumed_features: '' });
  expect(Number(row?.['feature_quality_score'])).toBeLessThan(Number(whole?.['feature_quality_score']));
  expect(gate(row)).toEqual({ verdict: 'predict' });
});

test('a player with enough games of this season uses no value of last season', async () => {
  const days = Array.from({ length: 6 }, (_, index) => `2025-10-${String(index + 10).padStart(2, '0')}`);
  const row = await openingNight({
    schedule: [...(LEAGUE['schedule'] ?? []), ...days.map((day) => game(day))],
    player_game_logs: [...LOGS, ...days.map((day) => log(day, 10))],
    team_box_scores: [...(LEAGUE['team_box_scores'] ?? []), ...days.flatMap((day) => boxScores(day))],
  });
  expect(row).toMatchObject({ last_season_features: '', points_avg_season: 10 });
});
