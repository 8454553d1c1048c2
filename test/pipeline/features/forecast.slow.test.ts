import { describe, expect, test } from 'vitest';
import { buildFeatures } from '#src/pipeline/features/build-features.ts';
import { FEATURE_NAMES } from '#src/pipeline/features/feature-names.ts';
import { game, line, log, report } from './rows.ts';
import { featureRows, type League, leaguesOfFile, type Row } from './small-league.ts';
import { ALL_DAYS, LEAGUE, LOGS, TONIGHT } from './twelve-games.ts';

const openLeague = leaguesOfFile();
const FORECASTS = FEATURE_NAMES.slice(39);
const POINTS = LOGS.map((one) => Number(one['points'])).toReversed();

/** The player's row, with the data from before the game. */
async function tonight(changes: League = {}): Promise<(player: string) => Row> {
  const deps = await openLeague({ ...LEAGUE, ...changes });
  await buildFeatures(deps, { from: TONIGHT, to: TONIGHT });
  const rows = await featureRows(deps.warehouse);
  return (player) => rows.find((row) => row['player_lookup'] === player) ?? {};
}

/** Newest first. A game has half the weight of one played `half` games later. */
function weighted(values: readonly number[], half: number): number {
  return values.reduce((sum, value, age) => sum + value * 0.5 ** (age / half), 0);
}

function mean(values: readonly number[], half: number): number {
  return weighted(values, half) / weighted(ones(values), half);
}

function ones(values: readonly number[]): readonly number[] {
  return values.map(() => 1);
}

describe('the forecasts of shots and minutes', () => {
  // Twelve shots, four of them threes, and five free throws. The minutes increase.
  const minutes = ALL_DAYS.map((_, index) => 20 + index);
  const shots = { fga: 12, fgm: 6, fg3a: 4, fg3m: 1, fta: 5, ftm: 4 };
  const logs = LOGS.map((one, index) => ({ ...one, ...shots, minutes: minutes[index] ?? 0 }));
  const newest = minutes.toReversed();
  const two = (12 * 5 + 0.53 * 60) / (12 * 8 + 60);
  const three = (12 * 1 + 0.35 * 100) / (12 * 4 + 100);
  const free = (12 * 4 + 0.77 * 30) / (12 * 5 + 30);
  const worth = 2 * two * 8 + 3 * three * 4 + free * 5;

  test('weigh newer games more', async () => {
    const ann = (await tonight({ player_game_logs: logs }))('ann');
    const perMinute = (worth * weighted(ones(newest), 10) + 0.45 * 30) / (weighted(newest, 10) + 30);
    const projected = (0.35 * 31 + 0.35 * 30 + 0.3 * mean(newest, 10)) * perMinute;
    const plays = newest.map((each) => (100 * each) / 48);
    const usage = (100 * weighted(ones(plays), 10) * (12 + 0.44 * 5 + 2)) / weighted(plays, 10);
    expect(ann['points_ew_20']).toBeCloseTo(mean(POINTS, 20), 6);
    expect(ann).toMatchObject({ minutes_last_game: 31, days_since_last_game: 1 });
    expect(ann['minutes_ew_2']).toBeCloseTo(mean(newest, 2), 6);
    expect(ann['minutes_ew_10']).toBeCloseTo(mean(newest, 10), 6);
    expect(ann['usage_ew_10']).toBeCloseTo(usage, 6);
    expect(ann['shot_points_ew_5']).toBeCloseTo(worth, 6);
    expect(ann['shot_points_per_minute_ew_10']).toBeCloseTo(perMinute, 6);
    expect(ann['projected_points']).toBeCloseTo(projected, 6);
  });

  test('ignore games whose shots the source lacks', async () => {
    const half = logs.map((one, index) => (index % 2 === 0 ? { ...one, fga: null } : one));
    const ann = (await tonight({ player_game_logs: half }))('ann');
    const twos = (16 * (6 * 5 + 0.53 * 60)) / (6 * 8 + 60);
    const threes = (12 * (6 * 1 + 0.35 * 100)) / (6 * 4 + 100);
    const frees = (5 * (6 * 4 + 0.77 * 30)) / (6 * 5 + 30);
    expect(ann['shot_points_ew_5']).toBeCloseTo(twos + threes + frees, 6);
    const none = (await tonight({ player_game_logs: logs.map((one) => ({ ...one, fga: null })) }))('ann');
    expect(none).toMatchObject({ shot_points_ew_5: null, shot_points_per_minute_ew_10: 0.45, usage_ew_10: null });
  });

  test('use at most thirty games', async () => {
    const old = Array.from({ length: 30 }, (_, index) =>
      log(new Date(Date.UTC(2025, 10, 1 + index)).toISOString().slice(0, 10), 40, { minutes: 5 }),
    );
    const ann = (await tonight({ player_game_logs: [...old, ...logs] }))('ann');
    const points = [...POINTS, ...Array.from({ length: 18 }, () => 40)];
    expect(ann['points_ew_20']).toBeCloseTo(mean(points, 20), 6);
  });

  test('count days since the last game across seasons, up to sixty', async () => {
    const before = log('2025-03-01', 20, { season: '2024-25' });
    const ann = (await tonight({ player_game_logs: [before], prop_lines: [knownLine()] }))('ann');
    expect(ann).toMatchObject({ days_since_last_game: 60, teammates_missing_points_vs_usual: null });
  });

  test('compute the share of starts from the games of the last five this season that name the starters', async () => {
    const starters = [true, true, true, true, true, true, true, false, null, true, false, true];
    const known = LOGS.map((one, index) => ({ ...one, starter: starters[index] ?? null }));
    expect((await tonight({ player_game_logs: known }))('ann')).toMatchObject({ starts_share_last_5: 0.5 });
    expect((await tonight())('ann')).toMatchObject({ starts_share_last_5: null });
  });
});

describe('the forecasts of team-mates', () => {
  const of = (player: string, points: number, changes: Row = {}) =>
    ALL_DAYS.map((day) => log(day, points, { player_lookup: player, player_name: player, ...changes }));
  const traded = { game_id: '2026-01-24-PHI', team: 'PHI', opponent: 'LAL', player_lookup: 'fay', player_name: 'fay' };
  const logs = [
    ...LOGS,
    ...of('bea', 10).slice(0, 11),
    ...of('cat', 20).slice(0, 9),
    ...of('dot', 25),
    ...of('eve', 40, { minutes: 11 }).slice(0, 11),
    ...of('fay', 30).slice(0, 11),
    log('2026-01-24', 30, traded),
    ...of('gus', 8).slice(0, 1),
  ];
  // Bea missed one game, Cat three, Dot none. Eve plays too little, Fay plays for another team, Gus last played twelve games ago.
  const atRisk = 10 * 0.49 + 20 * 0.76 + 25 * 0.08;
  // Newest first: Bea, Cat and Fay were missing; then Cat, and Gus ten games later; then only Gus.
  const usual = mean([60, 28, 28, 8, 8, 8, 8, 8, 8, 8], 4);

  test('compare the points likely to be missing tonight with those missing in the games she played', async () => {
    const row = await tonight({ player_game_logs: logs });
    expect(row('ann')['teammates_missing_points_vs_usual']).toBeCloseTo(atRisk - usual, 6);
    expect(row('dot')['teammates_missing_points_vs_usual']).toBeCloseTo(atRisk + 0.08 * (20.6 - 25) - usual, 6);
  });

  test('count as newly missing only a player who missed just the last game, and count the present team-mates who score more', async () => {
    const row = await tonight({ player_game_logs: logs });
    expect(row('ann')).toMatchObject({ teammates_newly_missing_points: 10, teammates_scoring_more: 1 });
    expect(row('dot')).toMatchObject({ teammates_newly_missing_points: 10, teammates_scoring_more: 0 });
    expect(row('bea')).toMatchObject({ teammates_newly_missing_points: 0, teammates_scoring_more: 2 });
  });

  test('trust a report more than the games missed in a row', async () => {
    const says = (player: string, status: string) =>
      report(`${TONIGHT}T17:00:00Z`, status, { player_lookup: player, player_name: player });
    const injuries = [says('bea', 'out'), says('cat', 'probable'), says('dot', 'questionable')];
    const ann = (await tonight({ player_game_logs: logs, injuries }))('ann');
    expect(ann['teammates_missing_points_vs_usual']).toBeCloseTo(10 + 20 * 0.05 + 25 * 0.08 - usual, 6);
  });
});

describe('the opponent and the expected margin', () => {
  test('points allowed are compared with the expectation for the minutes of the opponents', async () => {
    const surplus = POINTS.map((points, age) => {
      const before = POINTS.slice(age + 1);
      const aMinute = (weighted(before, 15) + 13.5) / (30 * weighted(ones(before), 15) + 30);
      return before.length === 0 ? 0 : points - 30 * aMinute;
    });
    const guestMinutes = POINTS.map((_, age) => (age === 11 ? 0 : 30));
    const ann = (await tonight())('ann');
    const allowed = (36 * weighted(surplus, 12)) / (weighted(guestMinutes, 12) + 960);
    expect(ann['opponent_points_allowed_above_expected']).toBeCloseTo(allowed, 6);
  });

  test('the expected margin depends on the margins of both teams and the venue', async () => {
    // BOS won each of twelve games by five points; NYK lost them.
    const strength = (5 * weighted(ones(POINTS), 15)) / (weighted(ones(POINTS), 15) + 4);
    expect((await tonight())('ann')['expected_margin']).toBeCloseTo(2 * strength + 2.2, 6);
    const away = game(TONIGHT, 'BOS', { home_team: 'NYK' });
    const ann = (await tonight({ schedule: [...ALL_DAYS.map((day) => game(day)), away] }))('ann');
    expect(ann['expected_margin']).toBeCloseTo(2 * strength - 2.2, 6);
  });

  test('two teams without games are expected to be even', async () => {
    const ann = (await tonight({ team_box_scores: [] }))('ann');
    expect(ann).toMatchObject({ expected_margin: 2.2, opponent_points_allowed_above_expected: 0 });
  });
});

test('a player without games has the features of the game and none of his own', async () => {
  const newcomer = { player_lookup: 'new', player_name: 'New', player_id: 'new' };
  const player = await tonight({
    prop_lines: [{ ...knownLine(), ...newcomer }],
    injuries: [report(`${TONIGHT}T17:00:00Z`, 'probable', newcomer)],
  });
  const row = player('new');
  const known = ['opponent_points_allowed_above_expected', 'expected_margin', 'line_consensus'];
  const missing = FORECASTS.filter((name) => row[name] === null);
  expect(missing).toEqual(FORECASTS.filter((name) => !known.includes(name)));
  expect(String(row['missing_features']).split(',').slice(-missing.length)).toEqual(missing);
});

test('quality depends on the first 37 features only', async () => {
  const ann = (await tonight())('ann');
  const without = (await tonight({ player_game_logs: LOGS.map((one) => ({ ...one, starter: true })) }))('ann');
  expect(ann['starts_share_last_5']).not.toEqual(without['starts_share_last_5']);
  expect(ann['feature_quality_score']).toBe(without['feature_quality_score']);
});

function knownLine(): Row {
  return line(TONIGHT, 9.5, { captured_at: `${TONIGHT}T17:00:00Z` });
}
