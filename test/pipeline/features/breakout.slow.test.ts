import { describe, expect, test } from 'vitest';
import { buildFeatures } from '#src/pipeline/features/build-features.ts';
import { boxScores, game, log, report } from './rows.ts';
import { featureRows, type League, leaguesOfFile, type Row } from './small-league.ts';
import { ALL_DAYS, LEAGUE, LOGS, TONIGHT } from './twelve-games.ts';

const openLeague = leaguesOfFile();

async function tonight(changes: League = {}): Promise<Row> {
  const deps = await openLeague({ ...LEAGUE, ...changes });
  await buildFeatures(deps, { from: TONIGHT, to: TONIGHT });
  const rows = await featureRows(deps.warehouse);
  return rows.find((row) => row['player_lookup'] === 'ann') ?? {};
}

const risk = async (changes: League = {}) => Number((await tonight(changes))['breakout_risk_score']);
const signal = async (changes: League = {}) => (await tonight(changes))['composite_breakout_signal'];
const withPoints = (points: readonly number[]) =>
  LOGS.map((one, index) => ({ ...one, points: points[index] ?? one['points'] ?? 0 }));

/** The score after Ann's twelve games, term by term. */
const HOT = ((4.2 / Math.sqrt(224.4 / 9) + 1.5) / 3) * 100;
const VOLATILE = 0.6 * 10 + 0.4 * 25; // 4.99 / 20.6 = 0.24; 30 / 19 = 1.58
const OPPORTUNITY = 0.6 * 50 + 0.4 * 20; // Her usage never changes, and nobody is out.
const SCORE = 0.15 * HOT + 0.1 * 30 + 0.25 * VOLATILE + 0.2 * 50 + 0.15 * OPPORTUNITY + 0.15 * 10;

describe('the breakout risk', () => {
  test('is the weighted sum of six terms', async () => {
    expect(await risk()).toBeCloseTo(SCORE, 6);
  });

  test('rises with the weakness of the defence', async () => {
    const weak = (points: number) => ({
      team_box_scores: ALL_DAYS.flatMap((day) => boxScores(day)).map((side) =>
        side['team'] === 'NYK' ? { ...side, opp_points: points } : side,
      ),
    });
    expect(await risk(weak(116))).toBeCloseTo(SCORE + 0.2 * 40, 6);
    expect(await risk(weak(113))).toBeCloseTo(SCORE + 0.2 * 20, 6);
    expect(await risk(weak(105))).toBeCloseTo(SCORE - 0.2 * 20, 6);
    expect(await risk(weak(98))).toBeCloseTo(SCORE - 0.2 * 40, 6);
  });

  test('rises when her recent usage rises and falls when it falls', async () => {
    const shots = (fga: number) => ({
      player_game_logs: LOGS.map((one, index) => (index >= 9 ? { ...one, fga } : one)),
    });
    // One shot is 1.6 % of the plays while she is on the floor. The trend weighs the last three games by four sevenths.
    expect(await risk(shots(12))).toBeCloseTo(SCORE + 0.15 * 0.6 * 15, 6);
    expect(await risk(shots(14))).toBeCloseTo(SCORE + 0.15 * 0.6 * 30, 6);
    expect(await risk(shots(8))).toBeCloseTo(SCORE - 0.15 * 0.6 * 20, 6);
  });

  test.each([
    [4, 20],
    [5, 30],
    [12, 50],
    [20, 80],
    [30, 100],
  ])('with a team-mate of %i points out, opportunity is %i', async (points, term) => {
    const bea = { player_lookup: 'bea', player_name: 'Bea' };
    const out = report(`${TONIGHT}T17:00:00Z`, 'Out', bea);
    const player_game_logs = [...LOGS, ...ALL_DAYS.map((day) => log(day, points, bea))];
    expect(await risk({ player_game_logs, injuries: [out] })).toBeCloseTo(SCORE + 0.15 * 0.4 * (term - 20), 6);
  });

  test('with a team-mate of 30 points who plays, opportunity does not change', async () => {
    const bea = { player_lookup: 'bea', player_name: 'Bea' };
    const player_game_logs = [...LOGS, ...ALL_DAYS.map((day) => log(day, 30, bea))];
    expect(await risk({ player_game_logs })).toBeCloseTo(SCORE, 6);
  });

  test('does not count her own absence as an opportunity', async () => {
    const injuries = [report(`${TONIGHT}T17:00:00Z`, 'Out')];
    expect(await risk({ injuries })).toBeCloseTo(SCORE, 6);
  });

  test('counts games with 1.75 times the season average before them', async () => {
    // Twenty points a game and 35 in the eighth. Seven games have at least five games before them, and one of these is a breakout.
    const points = ALL_DAYS.map((_, index) => (index === 7 ? 35 : 20));
    const row = await tonight({ player_game_logs: withPoints(points) });
    const mean = 255 / 12;
    const deviation = Math.sqrt((9 * 1.5 ** 2 + 13.5 ** 2) / 9);
    const hot = ((((20 + 20 + 20 + 20 + 35) / 5 - mean) / deviation + 1.5) / 3) * 100;
    const terms = 0.15 * hot + 0.1 * 50 + 0.25 * (0.6 * 10 + 0.4 * 25) + 0.2 * 50 + 0.15 * OPPORTUNITY;
    expect(row['breakout_risk_score']).toBeCloseTo(terms + 0.15 * (10 + (90 * (1 / 7)) / 0.35), 6);
  });

  test('is highest when every term is highest', async () => {
    const points = [4, 4, 4, 4, 4, 30, 4, 30, 30, 0, 30, 2];
    const row = await tonight({ player_game_logs: withPoints(points) });
    expect(row['breakout_risk_score']).toBeGreaterThan(SCORE);
    expect(row['breakout_risk_score']).toBeLessThanOrEqual(100);
  });
});

describe('a breakout risk with a missing input is null, never zero', () => {
  test.each([
    ['fewer than five rated games', { player_game_logs: LOGS.slice(-9) }],
    ['no deviation', { player_game_logs: withPoints(ALL_DAYS.map(() => 20)) }],
    ['no points at all', { player_game_logs: withPoints(ALL_DAYS.map(() => 0)) }],
    ['no box scores', { team_box_scores: [] }],
  ] satisfies readonly (readonly [string, League])[])('%s', async (_, changes) => {
    const row = await tonight(changes);
    expect(row['breakout_risk_score']).toBeNull();
    expect(String(row['missing_features']).split(',')).toContain('breakout_risk_score');
  });

  test('ten games of a first season are enough', async () => {
    expect((await tonight({ player_game_logs: LOGS.slice(-10) }))['breakout_risk_score']).not.toBeNull();
  });
});

describe('the breakout signal counts', () => {
  // She has 22.7 % of the plays, a home game, steady and warm form, and four games in seven days.
  test('a usage of 18 and a home game', async () => {
    expect(await signal()).toBe(2);
  });

  test('at most two games in seven days', async () => {
    expect(await signal({ player_game_logs: LOGS.slice(0, -1) })).toBe(2);
    expect(await signal({ player_game_logs: LOGS.slice(0, -2) })).toBe(3);
  });

  test('no point for the venue in an away game', async () => {
    const away = game(TONIGHT, 'BOS', { home_team: 'NYK' });
    expect(await signal({ schedule: [...ALL_DAYS.map((day) => game(day)), away] })).toBe(1);
  });

  test('a variation of 0.6', async () => {
    expect(await signal({ player_game_logs: withPoints([0, 0, 0, 30, 0, 30, 0, 30, 0, 30, 0, 30]) })).toBe(3);
  });

  test('five games at no more than 80 % of the last ten', async () => {
    const cold = (points: number) => withPoints(ALL_DAYS.map((_, index) => (index >= 7 ? points : 15)));
    // 10 / 12.5 = 80 %
    expect(await signal({ player_game_logs: cold(10) })).toBe(3);
    expect(await signal({ player_game_logs: cold(11) })).toBe(2);
  });

  test('a starter, whatever his usage', async () => {
    const rarely = LOGS.map((one) => ({ ...one, fga: 2 }));
    expect(await signal({ player_game_logs: rarely.map((one) => ({ ...one, starter: true })) })).toBe(2);
    expect(await signal({ player_game_logs: rarely.map((one) => ({ ...one, starter: false })) })).toBe(1);
  });

  test('the five players with the most minutes as starters when the source does not name them', async () => {
    const ann = LOGS.map((one) => ({ ...one, fga: 2 }));
    const others = (minutes: number) =>
      ['bea', 'cat', 'dot', 'eve', 'fay'].map((player) =>
        log('2026-01-24', 9, { player_lookup: player, player_name: player, minutes }),
      );
    expect(await signal({ player_game_logs: [...ann, ...others(29)] })).toBe(2);
    expect(await signal({ player_game_logs: [...ann, ...others(31)] })).toBe(1);
  });

  test('nothing, and is null, when the minutes of one of the five are unknown', async () => {
    const ann = LOGS.map((one) => ({ ...one, fga: null, starter: false }));
    expect(await signal({ player_game_logs: ann })).toBeNull();
  });
});
