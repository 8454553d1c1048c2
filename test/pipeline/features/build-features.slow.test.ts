import { describe, expect, test } from 'vitest';
import { buildFeatures } from '#src/pipeline/features/build-features.ts';
import { boxScores, game, line, log, report } from './rows.ts';
import { featureRows, type League, leaguesOfFile, type Row } from './small-league.ts';
import { ALL_DAYS, LEAGUE, LOGS, TONIGHT } from './twelve-games.ts';

const openLeague = leaguesOfFile();

async function tonight(changes: League = {}): Promise<Row> {
  const rows = await built({ ...LEAGUE, ...changes });
  return rows.find((row) => row['player_lookup'] === 'ann') ?? {};
}

async function built(league: League): Promise<readonly Row[]> {
  const deps = await openLeague(league);
  await buildFeatures(deps, { from: TONIGHT, to: TONIGHT });
  return featureRows(deps.warehouse);
}

describe('the averages of a player with twelve games', () => {
  test('cover the last five games, the last ten and the season', async () => {
    const row = await tonight();
    expect(row).toMatchObject({ points_avg_last_5: 23.2, points_avg_last_10: 20.6 });
    expect(row['points_avg_season']).toBeCloseTo(19, 6);
    expect(row['points_std_last_10']).toBeCloseTo(Math.sqrt(224.4 / 9), 6);
    expect(row['games_in_last_7_days']).toBe(4);
  });

  test('include the trend (older minus newer), the slope, the z-score and the breakout', async () => {
    const row = await tonight();
    // (26 + 24) / 2 − (16 + 30 + 20) / 3 = 3
    expect(row['recent_trend']).toBe(1);
    // Σ (x − 4.5) y = 73 over Σ (x − 4.5)² = 82.5
    expect(row['pts_slope_10g']).toBeCloseTo(73 / 82.5, 6);
    expect(row['pts_vs_season_zscore']).toBeCloseTo(4.2 / Math.sqrt(224.4 / 9), 6);
    expect(row['breakout_flag']).toBe(0);
    expect(row['pct_free_throw']).toBeCloseTo(40 / 206, 6);
  });

  test('include minutes and points per minute over the last ten games of the last 30 days', async () => {
    const row = await tonight();
    expect(row).toMatchObject({ minutes_avg_last_10: 30, minutes_change: 0, minutes_avg_last_7_days: 30 });
    expect(row['ppm_avg_last_10']).toBeCloseTo(206 / 300, 6);
  });

  test('ignore a game of 0 minutes', async () => {
    const row = await tonight({ player_game_logs: [...LOGS.slice(0, -1), log('2026-01-24', 0, { minutes: 0 })] });
    expect(row).toMatchObject({ points_avg_last_5: 24.4, games_in_last_7_days: 3, back_to_back: 0, days_rest: 1 });
  });
});

describe('a team-game whose points do not add up', () => {
  test('counts in no feature, as if the game had no box score', async () => {
    const left = {
      game_date: '2026-01-24',
      game_id: '2026-01-24-BOS',
      team: 'BOS',
      player_points: 90,
      team_points: 110,
    };
    const without = {
      player_game_logs: LOGS.filter(({ game_date }) => game_date !== '2026-01-24'),
      team_box_scores: (LEAGUE['team_box_scores'] ?? []).filter(
        ({ game_date, team }) => game_date !== '2026-01-24' || team !== 'BOS',
      ),
    };
    const { created_at: _, ...row } = await tonight({ left_out_team_games: [left] });
    const { created_at: __, ...expected } = await tonight(without);
    expect(row).toEqual(expected);
    expect(row['points_avg_last_5']).not.toBe((await tonight())['points_avg_last_5']);
  });
});

describe('the ratings of a team', () => {
  test('leave out a game whose opponent has no points', async () => {
    const unknown = { opp_points: null };
    const boxes = [
      ...ALL_DAYS.slice(0, -1).flatMap((day) => boxScores(day)),
      ...boxScores(ALL_DAYS.at(-1) ?? '').map((box) => ({ ...box, ...unknown })),
    ];
    expect(await tonight({ team_box_scores: boxes })).toMatchObject({ opponent_def_rating: 110, team_off_rating: 110 });
  });
});

describe('rest', () => {
  test('a back-to-back after four games in seven days gives a fatigue score of 70 of 100', async () => {
    // 100 − 15 for the back-to-back − 10 for four games in 7 days − 5 for one back-to-back in 14 days
    expect(await tonight()).toMatchObject({ back_to_back: 1, days_rest: 0, fatigue_score: 70, rest_advantage: 0 });
  });

  test('the rest advantage is the player’s extra rest over the opponent, at most 2', async () => {
    const rested = { player_game_logs: LOGS.slice(0, 8) };
    // Last game on the 15th: 100 + 5 for rest, capped at 100.
    expect(await tonight(rested)).toMatchObject({
      days_rest: 9,
      fatigue_score: 100,
      rest_advantage: 2,
      back_to_back: 0,
    });
  });
});

describe('the features of the teams', () => {
  test('use the last 15 games for ratings and the last 10 for pace', async () => {
    expect(await tonight()).toMatchObject({
      opponent_def_rating: 110,
      opponent_pace: 100,
      team_pace: 100,
      team_off_rating: 110,
      team_win_pct: 1,
      pace_score: 0,
    });
  });

  test('an incomplete box score counts in no rating', async () => {
    const broken = boxScores('2026-01-24', 'NYK', { incomplete: true, possessions_est: 1 });
    const scores = [...ALL_DAYS.slice(0, -1).flatMap((day) => boxScores(day)), ...broken];
    expect(await tonight({ team_box_scores: scores })).toMatchObject({ team_pace: 100, opponent_def_rating: 110 });
  });

  test('a faster opponent raises the pace score, to 3 at most', async () => {
    const fast = boxScores('2026-01-22', 'NYK', { possessions_est: 300 }).map((side) =>
      side['team'] === 'BOS' ? { ...side, team: 'PHI', game_id: 'x' } : { ...side, opponent: 'PHI', game_id: 'x' },
    );
    const row = await tonight({ team_box_scores: [...ALL_DAYS.flatMap((day) => boxScores(day)), ...fast] });
    // (12 · 100 + 300) / 13 games of 48 minutes
    expect(row['opponent_pace']).toBeCloseTo(1500 / 13, 6);
    expect(row['pace_score']).toBe(3);
  });

  test('venue and playoffs come from the schedule', async () => {
    const away = game(TONIGHT, 'BOS', { home_team: 'NYK', season_type: 'playoffs' });
    const row = await tonight({ schedule: [...ALL_DAYS.map((day) => game(day)), away] });
    expect(row).toMatchObject({ home_away: 0, is_home: false, playoff_game: 1, opponent: 'NYK' });
  });

  test('include the share of the last ten games that he missed', async () => {
    const row = await tonight({ player_game_logs: LOGS.filter((_, index) => index !== 5 && index !== 7) });
    expect(row['dnp_rate']).toBeCloseTo(0.2, 6);
  });
});

describe('the average against the opponent', () => {
  test('is the player’s average in past games against them', async () => {
    expect(await tonight()).toMatchObject({
      games_vs_opponent: 12,
      avg_points_vs_opponent: 19,
      default_features: 'injury_risk,breakout_risk_score',
    });
  });

  test('is the season average, listed as a default, for a player who never met them', async () => {
    const others = LOGS.map((one) => ({ ...one, opponent: 'PHI' }));
    const row = await tonight({ player_game_logs: others });
    expect(row).toMatchObject({
      games_vs_opponent: 0,
      default_features: 'injury_risk,avg_points_vs_opponent,breakout_risk_score',
    });
    expect(row['avg_points_vs_opponent']).toBeCloseTo(19, 6);
  });
});

describe('usage', () => {
  test('is the share of the team’s plays while he is on the floor: the last three games compared with the last seven', async () => {
    // 10 + 0.44 · 5 + 2 = 14.2 plays a game, of the team's 100 in 48 minutes. The last three games have 10 more shots.
    const logs = LOGS.map((one, index) => (index >= 9 ? { ...one, fga: 20 } : one));
    const share = (plays: number) => (100 * plays) / (100 * (30 / 48));
    const lately = share(24.2);
    const week = (3 * share(24.2) + 4 * share(14.2)) / 7;
    const row = await tonight({ player_game_logs: logs });
    expect(row['usage_spike_score']).toBeCloseTo(Math.min(3, (lately - week) * 0.3), 6);
  });

  test('a star who is out raises an increase by 15 %', async () => {
    const logs = LOGS.map((one, index) => (index >= 9 ? { ...one, fga: 11 } : one));
    const star = ALL_DAYS.map((day) => log(day, 25, { player_lookup: 'bea', player_name: 'Bea' }));
    const out = report('2026-01-25T17:00:00Z', 'Out', { player_lookup: 'bea', player_name: 'Bea' });
    const without = await tonight({ player_game_logs: [...logs, ...star] });
    const lifted = await tonight({ player_game_logs: [...logs, ...star], injuries: [out] });
    expect(Number(lifted['usage_spike_score']) / Number(without['usage_spike_score'])).toBeCloseTo(1.15, 5);
  });
});

describe('a missing feature is null, never zero', () => {
  test('for a player with three games', async () => {
    const row = await tonight({ player_game_logs: LOGS.slice(-3) });
    const missing = ['usage_spike_score', 'pct_paint', 'vegas_points_line'];
    for (const name of missing) expect([name, row[name]]).toEqual([name, null]);
    for (const name of missing) expect(String(row['missing_features']).split(',')).toContain(name);
    expect(row['points_avg_last_5']).toBe(22);
  });

  test('for constant points: the z-score needs a deviation', async () => {
    const row = await tonight({ player_game_logs: LOGS.map((one) => ({ ...one, points: 20 })) });
    expect(row).toMatchObject({ points_std_last_10: 0, pts_vs_season_zscore: null, breakout_flag: 0 });
  });

  test('for shots that the source lacks', async () => {
    const row = await tonight({ player_game_logs: LOGS.map((one) => ({ ...one, fga: null, ftm: null })) });
    expect(row).toMatchObject({ usage_spike_score: null, assumed_features: 'pct_free_throw' });
  });

  test('for a team without a box score', async () => {
    const row = await tonight({ team_box_scores: [] });
    expect(row).toMatchObject({
      team_pace: null,
      opponent_def_rating: null,
      team_win_pct: null,
      pace_score: null,
      dnp_rate: null,
    });
    expect(row).toMatchObject({ quality_team_context: 0, quality_alert_level: 'red' });
  });
});

describe('a newcomer with only a line', () => {
  const NEW = { player_id: 'new', player_name: 'New', player_lookup: 'new' };
  const lookupsWith = async (changes: League) =>
    (await built({ ...LEAGUE, ...changes })).map((row) => row['player_lookup']);

  test('has a row when his id is known', async () => {
    const known = { players: [NEW], prop_lines: [line(TONIGHT, 9.5, NEW)] };
    expect(await lookupsWith(known)).toEqual(['ann', 'new']);
  });

  test('has no row when his line names no game of the schedule', async () => {
    const elsewhere = { players: [NEW], prop_lines: [line(TONIGHT, 9.5, { ...NEW, game_id: 'elsewhere' })] };
    expect(await lookupsWith(elsewhere)).toEqual(['ann']);
  });

  test('has no row when nobody knows his id, because the name may be misspelled', async () => {
    const unknown = { prop_lines: [line(TONIGHT, 9.5, { ...NEW, player_id: null })] };
    expect(await lookupsWith(unknown)).toEqual(['ann']);
  });
});

describe('the quality of a row', () => {
  test('is full for full windows, and lists the optional and the missing features', async () => {
    const row = await tonight({ injuries: [report('2026-01-25T17:00:00Z', 'probable')] });
    expect(row).toMatchObject({ quality_player_history: 100, quality_team_context: 100, quality_alert_level: 'green' });
    // Zones are unknown. Five of the six matchup features are present, and two of them use 12 of 15 games.
    expect(row['quality_matchup']).toBeCloseTo((100 + 0 + 100 + 100 + 87 + 87) / 6, 6);
    expect(row['quality_vegas']).toBe(25);
    expect(row['feature_quality_score']).toBeCloseTo((27 * 100 + 2 * 87) / 29, 6);
  });

  test('rates a window that reaches into the last season as a second source, and names it', async () => {
    const before = LOGS.slice(0, 9).map((one) => ({
      ...one,
      season: '2024-25',
      game_date: String(one['game_date']).replace('2026', '2025'),
    }));
    const row = await tonight({ player_game_logs: [...before, ...LOGS.slice(-3)] });
    expect(row).toMatchObject({ points_avg_last_5: 23.2, points_avg_season: 22 });
    // Seven of 13 features use the window over both seasons, and two the three games of the last 30 days.
    expect(row['quality_player_history']).toBeCloseTo((7 * 87 + 2 * 40 + 4 * 100) / 13, 6);
    expect(row['last_season_features']).toBe(
      'points_avg_last_5,points_avg_last_10,points_std_last_10,pts_slope_10g,pts_vs_season_zscore,breakout_flag',
    );
  });
});
